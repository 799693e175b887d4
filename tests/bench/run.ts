/**
 * `npm run bench`: measures the built app against bare ones on the same runtime and prints one JSON object. `--only=store,queue` runs some of
 * the parts. What misses its target is said, not punished: only what breaks fails the run.
 */
import { availableParallelism, release } from 'node:os';
import { parseArgs } from 'node:util';
import { measureAnswer } from './parts/answer.ts';
import { measureCall } from './parts/call.ts';
import { measureMoments } from './parts/moments.ts';
import { measureQueue } from './parts/queue.ts';
import { measureRing } from './parts/ring.ts';
import { measureStartUp } from './parts/start-up.ts';
import { measureStore } from './parts/store.ts';
import { type Bench, busyShare, openBench } from './support/bench.ts';
import { say } from './support/progress.ts';
import { round } from './support/statistics.ts';
import { type Report, targetsOf } from './targets.ts';

const parts = ['queue', 'store', 'startup', 'memory', 'recorder', 'ring', 'answer', 'moments'] as const;
type Part = (typeof parts)[number];

function chosenParts(): ReadonlySet<Part> {
  const { only } = parseArgs({ options: { only: { type: 'string' } } }).values;
  if (only === undefined) return new Set(parts);
  const names = only.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !parts.some((part) => part === name));
  if (unknown.length > 0) {
    process.stderr.write(`--only: there is no ${unknown.join(', ')}; there are ${parts.join(', ')}\n`);
    process.exit(2);
  }
  return new Set(parts.filter((part) => names.includes(part)));
}

async function measure(bench: Bench, chosen: ReadonlySet<Part>): Promise<Report> {
  const report: Report = {};
  if (chosen.has('queue')) report.queue = await measureQueue();
  if (chosen.has('store')) report.store = await measureStore(bench);
  if (chosen.has('startup')) report.startup = await measureStartUp(bench);
  if (chosen.has('memory') || chosen.has('recorder')) {
    // Both come from the same call.
    const { memory, recorder } = await measureCall(bench);
    if (chosen.has('memory')) report.memory = memory;
    if (chosen.has('recorder')) report.recorder = recorder;
  }
  if (chosen.has('ring')) report.ring = await measureRing(bench);
  if (chosen.has('answer')) report.answer = await measureAnswer(bench);
  if (chosen.has('moments')) report.moments = await measureMoments(bench);
  const during = Object.values(bench.blocks);
  if (during.length > 0) {
    const computed = during.flatMap(({ mostOnCore }) => mostOnCore ?? []);
    report.mainLongestBlockMs = {
      longest: Math.max(...during.map(({ eventLoopMs }) => eventLoopMs)),
      mostOnCore: computed.length === 0 ? null : Math.max(...computed),
      during: bench.blocks,
      bare: bench.bareBlocks,
    };
  }
  return report;
}

const chosen = chosenParts();
const bench = openBench();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void bench.end().finally(() => process.exit(1)));
}
try {
  const busyBefore = round(await busyShare());
  if (busyBefore > 0.1)
    say(`others keep the machine busy (${Math.round(busyBefore * 100)} %): take the figures with care`);
  const report = await measure(bench, chosen);
  say('done');
  const machine = {
    platform: process.platform,
    release: release(),
    cores: availableParallelism(),
    /** By others, 0…1, before and after. */
    busy: [busyBefore, round(await busyShare())],
  };
  process.stdout.write(`${JSON.stringify({ machine, ...report, targets: targetsOf(report) }, null, 2)}\n`);
} finally {
  await bench.end();
}
