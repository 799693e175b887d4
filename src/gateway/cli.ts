/** Entry of the gateway on a server or a developer's desk: `node cli.js --scenario=FILE`. */
import { randomBytes, randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { ok } from '#shared/result.ts';
import { parseArguments, usage } from './cli-arguments.ts';
import { composeGateway } from './compose.ts';
import { loadScenario } from './connectors/sandbox/index.ts';
import { readKeyFile } from './notes/key-file.ts';
import { notesWorkerBeside } from './notes/setup.ts';
import { systemClock } from './platform/clock.ts';
import { surviveFaults } from './platform/faults.ts';
import { streamLog } from './platform/stream-log.ts';

/** As in sysexits.h: wrong usage, bad input, cannot be done, software fault. */
const exitCodes = { usage: 64, data: 65, unavailable: 69, software: 70 } as const;

const log = streamLog(systemClock, process.stderr);

function complain(exitCode: number, lines: string): void {
  process.stderr.write(lines.replaceAll(/^/gm, 'cornetta-gateway: ').concat('\n'));
  process.exitCode = exitCode;
}

async function run(): Promise<void> {
  const parsed = parseArguments(process.argv.slice(2), () => randomBytes(24).toString('base64url'));
  if (!parsed.ok) {
    complain(exitCodes.usage, `${parsed.error.detail ?? parsed.error.code}\n--help shows how it is used`);
    return;
  }
  if (parsed.value === 'help') {
    process.stdout.write(usage);
    return;
  }
  const { scenario: file, data, phones, origins, hosts, agents, host, port, notesKey, notesDays } = parsed.value;
  const loaded = await loadScenario(resolve(file));
  if (!loaded.ok) {
    complain(exitCodes.data, `${file}: ${loaded.error.detail ?? loaded.error.code}`);
    return;
  }
  const { scenario, directory } = loaded.value;
  const identity = notesKey === null ? ok(null) : await readKeyFile(resolve(notesKey));
  if (!identity.ok) {
    complain(exitCodes.data, identity.error.detail ?? identity.error.code);
    return;
  }
  if (data !== null && identity.value === null)
    log.warn('without --notes-key the media of notes ends with the process');
  const started = await composeGateway(
    {
      scenario,
      scenarioDirectory: directory,
      dataDirectory: data,
      runId: randomUUID(),
      startedAt: systemClock.now(),
      notesWorker: notesWorkerBeside(import.meta.url),
      notesIdentity: identity.value,
      notesDays,
      agents,
      host,
      port,
      digestUsers: phones,
      allowedOrigins: origins,
      allowedHosts: hosts,
    },
    systemClock,
    log,
  );
  if (!started.ok) {
    complain(exitCodes.unavailable, started.error.detail ?? started.error.code);
    return;
  }
  const gateway = started.value;
  const only = process.argv.some((word) => word.startsWith('--agent')) ? undefined : agents[0];
  process.stdout.write(
    `listening ${gateway.url}\n${only === undefined ? '' : `agent ${only.id} token ${only.token}\n`}`,
  );

  let stopping = false;
  const stop = (): void => {
    // A second signal does not wait for anybody.
    if (stopping) process.exit(exitCodes.software);
    stopping = true;
    gateway.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error(`the gateway did not stop cleanly: ${String(error)}`);
        process.exit(exitCodes.software);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

surviveFaults(systemClock, log, () => process.exit(exitCodes.software));
run().catch((error: unknown) => complain(exitCodes.software, String(error)));
