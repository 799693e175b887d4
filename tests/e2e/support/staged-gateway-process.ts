// A gateway as `src/gateway/cli.ts` starts it and with its arguments, except that whoever started this process says when the contacts do
// something: a number that it sends is an `at` of the timeline, and its time is there at once.
import { randomUUID } from 'node:crypto';
import { parseArguments } from '../../../src/gateway/cli-arguments.ts';
import { colleaguesOf, createSandboxConnector, loadScenario } from '../../../src/gateway/connectors/sandbox/index.ts';
import { systemClock } from '../../../src/gateway/platform/clock.ts';
import { streamLog } from '../../../src/gateway/platform/stream-log.ts';
import { startGateway } from '../../../src/gateway/server.ts';
import { openGatewayStore } from '../../../src/gateway/store/gateway-store.ts';
import type { Result } from '../../../src/shared/result.ts';
import { stageClock } from './stage-clock.ts';

function orThrow<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.error.detail ?? result.error.code);
  return result.value;
}

const parsed = orThrow(parseArguments(process.argv.slice(2), randomUUID));
if (parsed === 'help') throw new Error('this is for tests');
const { scenario: file, data, agents, host, port } = parsed;
const { scenario, directory } = orThrow(await loadScenario(file));
const log = streamLog(systemClock, process.stderr);
// Nothing that happens on this stage lies in the future of those who watch.
const clock = stageClock(Math.max(0, ...scenario.timeline.map(({ at }) => at)));
const startedAt = clock.now();
// Only contacts are hurried: pings and time-outs of the gateway itself take their time, by the same clock on the wall.
const unhurried = { ...systemClock, now: clock.now };
const store = orThrow(openGatewayStore({ directory: data, clock: unhurried, log }));
const done = new Set<number>();
const connector = createSandboxConnector({
  scenario,
  scenarioDirectory: directory,
  runId: randomUUID(),
  startedAt,
  done: (step) => done.has(step),
  markDone: (step) => done.add(step),
  earlier: { balance: undefined, aheadMs: 0 },
  waiting: () => [],
  notesUnderWay: () => [],
  unansweredCall: (contactId) => store.unansweredCall(contactId),
  clock,
  log,
});
const notes = {
  worker: new URL('../../../out/gateway/notes.worker.js', import.meta.url),
  directory: null,
  identity: null,
  retention: { days: null },
};
const colleagues = colleaguesOf(scenario);
const options = { host, port, agents, colleagues, connector, store, notes, clock: unhurried, log };
const gateway = orThrow(await startGateway(options));

process.on('message', (at) => {
  clock.pass(Math.max(0, startedAt + Number(at) - clock.now()));
  process.send?.('passed');
});
const stop = async (): Promise<void> => {
  await gateway.stop();
  store.close();
  process.exit(0);
};
process.once('SIGTERM', stop);
process.once('disconnect', stop);
process.stdout.write(`listening ${gateway.url}\n`);
