import { scenario, writeScenario } from '../../e2e/support/scenario.ts';
import { apps, type Bench, othersOnRuntime } from '../support/bench.ts';
import { type Desk, gatewayPolicy, startDesk } from '../support/desk.ts';
import { cpuBetween, type TreeMemory, treeCpu, treeMemory } from '../support/process-tree.ts';
import { say } from '../support/progress.ts';
import { median, round } from '../support/statistics.ts';
import { pause, until } from '../support/until.ts';

export interface MemoryReport {
  /** MB (10⁶ bytes) of proportional set size, all processes of the app. */
  readonly bare: number;
  readonly idle: number;
  readonly inCall: number;
  readonly inRecordedCall: number;
  readonly overBareMb: { readonly idle: number; readonly inCall: number; readonly inRecordedCall: number };
  /** As `npm start` opens it: the gateway with the simulated contacts is one more process of the app. */
  readonly embeddedIdle: number;
  readonly byRole: Readonly<Record<string, TreeMemory['byRole']>>;
  /** Processes of other apps on the same runtime, which make the figures too small. */
  readonly othersOnRuntime: number;
}

export interface RecorderReport {
  /** Hundredths of one core that recording adds to a call, median of the pairs. */
  readonly cpuPointsOfACore: number;
  readonly withoutRecording: number;
  readonly withRecording: number;
  readonly pairs: readonly number[];
}

const settleMs = 4_000;
const windowMs = 5_000;

export async function measureCall(
  bench: Bench,
  pairs = 4,
): Promise<{ readonly memory: MemoryReport; readonly recorder: RecorderReport }> {
  const others = othersOnRuntime();
  if (others > 0) say(`memory: ${others} other processes of this runtime are running; the figures are too small`);
  const bare = await memoryOfBare(bench);
  const embeddedIdle = await memoryOfEmbedded(bench);

  const gateway = await bench.gateway(
    scenario([{ at: 6_000 + settleMs + 3_000, do: 'call', contact: 'anna', ringFor: 60_000 }]),
  );
  const desk = await startDesk(bench, { userData: bench.folder('user-data'), args: [gatewayPolicy(bench, gateway)] });
  await desk.connected();
  const main = await desk.app.main();
  await main.watchBlocks();
  const idle = await settledMemory(desk.app.pid);
  bench.blocks.idle = await main.blocks();
  await main.watchBlocks();
  say('memory: in a call');
  const callId = await takeCall(desk);
  const inCall = await settledMemory(desk.app.pid);

  const cpu: { readonly without: number; readonly with: number }[] = [];
  let inRecordedCall: TreeMemory | null = null;
  for (let pair = 0; pair < pairs; pair += 1) {
    const without = await cpuShare(desk.app.pid);
    await record(desk, callId, true);
    const recording = await cpuShare(desk.app.pid);
    if (pair === pairs - 1) inRecordedCall = await settledMemory(desk.app.pid);
    await record(desk, callId, false);
    cpu.push({ without, with: recording });
    say(`recorder: ${round(without, 1)} and ${round(recording, 1)} points of a core`);
  }
  bench.blocks['recorded call'] = await main.blocks();
  await desk.request('call.end', { callId });
  await desk.app.quit();
  await gateway.stop();

  if (inRecordedCall === null) throw new Error('nothing was recorded');
  const over = (memory: TreeMemory) => Math.round(memory.totalMb - bare.totalMb);
  return {
    memory: {
      bare: Math.round(bare.totalMb),
      idle: Math.round(idle.totalMb),
      inCall: Math.round(inCall.totalMb),
      inRecordedCall: Math.round(inRecordedCall.totalMb),
      overBareMb: { idle: over(idle), inCall: over(inCall), inRecordedCall: over(inRecordedCall) },
      embeddedIdle: Math.round(embeddedIdle.totalMb),
      byRole: {
        bare: bare.byRole,
        idle: idle.byRole,
        inRecordedCall: inRecordedCall.byRole,
        embeddedIdle: embeddedIdle.byRole,
      },
      othersOnRuntime: others,
    },
    recorder: {
      cpuPointsOfACore: round(median(cpu.map((pair) => pair.with - pair.without))),
      withoutRecording: round(median(cpu.map(({ without }) => without))),
      withRecording: round(median(cpu.map((pair) => pair.with))),
      pairs: cpu.map((pair) => round(pair.with - pair.without)),
    },
  };
}

async function memoryOfBare(bench: Bench): Promise<TreeMemory> {
  say('memory: a bare window');
  const app = bench.start({ app: apps.window, userData: bench.folder('bare'), inspect: true });
  await (await app.page('file:')).markedAt('bare:painted');
  const main = await app.main();
  await main.watchBlocks();
  const memory = await settledMemory(app.pid);
  bench.bareBlocks.idle = await main.blocks();
  await app.quit();
  return memory;
}

async function memoryOfEmbedded(bench: Bench): Promise<TreeMemory> {
  say('memory: idle, with the embedded gateway and without');
  const quiet = writeScenario(bench.folder('scenario'), scenario([]));
  const desk = await startDesk(bench, { userData: bench.folder('user-data'), args: [`--scenario=${quiet}`] });
  await desk.connected();
  const memory = await settledMemory(desk.app.pid);
  await desk.app.quit();
  return memory;
}

/** The middle one of three readings, when what the start left behind has been cleared away. */
async function settledMemory(pid: number): Promise<TreeMemory> {
  await pause(settleMs);
  const readings: TreeMemory[] = [];
  for (let reading = 0; reading < 3; reading += 1) {
    readings.push(treeMemory(pid));
    await pause(500);
  }
  const middle = readings.toSorted((one, other) => one.totalMb - other.totalMb)[1];
  if (middle === undefined) throw new Error('no reading');
  return middle;
}

/** Hundredths of one core that the whole app used in a while from now on. */
async function cpuShare(pid: number): Promise<number> {
  await pause(500);
  const [before, begun] = [treeCpu(pid), performance.now()];
  await pause(windowMs);
  const seconds = cpuBetween(before, treeCpu(pid));
  return (seconds / ((performance.now() - begun) / 1000)) * 100;
}

async function takeCall(desk: Desk): Promise<string> {
  await desk.page.click(await desk.button('Answer'));
  return until('sound', async () => {
    const { calls } = await desk.session();
    return calls.find(({ phase, media }) => phase === 'active' && media === 'flowing')?.id ?? null;
  });
}

async function record(desk: Desk, callId: string, on: boolean): Promise<void> {
  await desk.request('call.record', { callId, on });
  const wanted = on ? 'on' : 'off';
  await until(`recording ${wanted}`, async () => {
    const call = (await desk.session()).calls.find(({ id }) => id === callId);
    return call?.recording === wanted ? true : null;
  });
}
