/** Entry of the embedded gateway: an Electron utility process, started and stopped by messages of the desktop's main process. */
import { describeIssues } from '#shared/contracts/describe-issues.ts';
import { systemClock } from './clock.ts';
import { composeGateway } from './compose.ts';
import { checkScenarioMedia } from './connectors/sandbox/index.ts';
import { type EmbeddedReply, startMessage, stopMessage } from './embedded-messages.ts';
import { surviveFaults } from './faults.ts';
import type { GatewayLog } from './log.ts';
import { notesWorkerBeside } from './notes/setup.ts';
import { type ParentPort, parentPort } from './parent-port.ts';
import type { Gateway } from './server.ts';
import { streamLog } from './stream-log.ts';

async function start(message: unknown, log: GatewayLog): Promise<Gateway | string> {
  const parsed = startMessage.safeParse(message);
  if (!parsed.success) return describeIssues(parsed.error).join('\n');
  const { type: _, ...composition } = parsed.data;
  const problems = await checkScenarioMedia(composition.scenario, composition.scenarioDirectory);
  if (problems.length > 0) return problems.join('\n');
  const place = { host: '127.0.0.1', port: 0, notesWorker: notesWorkerBeside(import.meta.url) };
  const gateway = await composeGateway({ ...composition, ...place }, systemClock, log);
  return gateway.ok ? gateway.value : (gateway.error.detail ?? gateway.error.code);
}

function serve(port: ParentPort): void {
  const reply = (message: EmbeddedReply): void => {
    try {
      port.postMessage(message);
    } catch {
      // The parent is gone; 'close' ends this process too.
    }
  };
  const log: GatewayLog = {
    info: (text) => reply({ type: 'log', level: 'info', text }),
    warn: (text) => reply({ type: 'log', level: 'warn', text }),
    error: (text) => reply({ type: 'log', level: 'error', text }),
  };
  surviveFaults(systemClock, log, () => process.exit(70));
  let running: Promise<Gateway | string> | null = null;
  let stopping = false;

  const begin = async (message: unknown): Promise<void> => {
    running = start(message, log).catch((error: unknown) => String(error));
    const gateway = await running;
    if (stopping) return;
    if (typeof gateway === 'string') reply({ type: 'failed', message: gateway });
    else reply({ type: 'listening', url: gateway.url });
  };
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    try {
      const gateway = await running;
      if (gateway !== null && typeof gateway !== 'string') await gateway.stop();
    } catch (error) {
      log.error(`the gateway did not stop cleanly: ${String(error)}`);
    }
    process.exit(0);
  };

  port.on('message', ({ data }) => {
    if (stopMessage.safeParse(data).success) void stop();
    else if (running === null) void begin(data);
    else log.warn('a second start message is ignored');
  });
  port.on('close', () => void stop());
}

const port = parentPort();
if (port === null) {
  streamLog(systemClock, process.stderr).error('this is the embedded gateway; from a command line start cli.js');
  process.exitCode = 64;
} else serve(port);
