import type { AnswerReport } from './parts/answer.ts';
import type { MemoryReport, RecorderReport } from './parts/call.ts';
import type { MomentsReport } from './parts/moments.ts';
import type { RingReport } from './parts/ring.ts';
import type { StartUpReport } from './parts/start-up.ts';
import type { StoreReport } from './parts/store.ts';
import type { QueueEventsReport } from './queue-events.ts';
import type { Blocks } from './support/main-process.ts';

export interface Report {
  startup?: StartUpReport;
  memory?: MemoryReport;
  ring?: RingReport;
  answer?: AnswerReport;
  queue?: QueueEventsReport;
  store?: StoreReport;
  recorder?: RecorderReport;
  /** Longest that Cornetta's main process was held up while the others were measured, with an inspector attached. */
  mainLongestBlockMs?: {
    /** By the event loop's own clock. */
    readonly longest: number;
    /** The most that main itself computed without a pause. The rest of a block is others on the cores, or sleep. */
    readonly mostOnCore: number | null;
    readonly during: Readonly<Record<string, Blocks>>;
    /** Of the bare apps, for comparison: what the machine itself does to a main process. */
    readonly bare: Readonly<Record<string, Blocks>>;
  };
  /** The same by what an agent does or meets. Starting and loading everything is not among them: nothing can ring yet. */
  moments?: MomentsReport;
}

export interface Target {
  readonly what: string;
  readonly target: number;
  readonly value: number;
  readonly met: boolean;
}

const atMost = (what: string, target: number, value: number | null | undefined): readonly Target[] =>
  value === undefined || value === null ? [] : [{ what, target, value, met: value <= target }];

const atLeast = (what: string, target: number, value: number | undefined): readonly Target[] =>
  value === undefined ? [] : [{ what, target, value, met: value >= target }];

/** Of what was measured: where it should be. They steer and never fail the run. */
export function targetsOf(report: Report): readonly Target[] {
  const { startup, memory, ring, answer, queue, store, recorder, mainLongestBlockMs } = report;
  return [
    ...atMost('start-up, times the bare window', 1.3, startup?.ratio),
    ...atMost('memory idle, MB over the bare window', 80, memory?.overBareMb.idle),
    ...atMost('memory in a recorded call, MB over the bare window', 140, memory?.overBareMb.inRecordedCall),
    ...atMost('ring painted p99 with an empty store, ms', 50, ring?.emptyStore.p99),
    ...atMost('ring painted p99 with 1,000,000 events, ms', 50, ring?.millionEvents.p99),
    ...atMost('answer to media both ways, times the bare page', 1.3, answer?.ratioToBare),
    ...atLeast('queue machine, events per second', 100_000, queue?.eventsPerSecond),
    ...atMost('search p99 in the store, ms', 5, store?.search.inStore.p99),
    ...atMost('page of the inbox p99 in the store, ms', 5, store?.inboxPage.inStore.p99),
    ...atMost('recorder, points of a core', 2.5, recorder?.cpuPointsOfACore),
    ...atMost('longest block of the main process, ms', 8, mainLongestBlockMs?.longest),
    ...atMost('of which the main process computed without a pause, ms', 8, mainLongestBlockMs?.mostOnCore),
  ];
}
