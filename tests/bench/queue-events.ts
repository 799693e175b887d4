/** How many events a second the queue takes: whole lives of calls through `createQueue`, with ports that do nothing. */
import type { PhoneEvent, PhoneToMain } from '#shared/contracts/phone.ts';
import { ok } from '#shared/result.ts';
import { systemClock } from '../../src/main/platform/clock.ts';
import { createQueue, type Queue } from '../../src/main/queue/queue.ts';

export interface QueueEventsReport {
  /** Phone messages, gateway events and agent commands handled in a second of one core, in the median round. */
  readonly eventsPerSecond: number;
  readonly events: number;
  readonly calls: number;
  /** Longest that one life of three calls took, about thirty events, milliseconds. */
  readonly slowestMs: number;
}

const offered = (callId: string): PhoneEvent<'call.offered'> => ({
  type: 'call.offered',
  callId,
  contactId: 'anna',
  name: 'Anna',
  address: '+393331234567',
  kind: 'voice',
});

const ended = (callId: string, cause: 'hangup' | 'cancelled'): PhoneEvent<'call.ended'> => ({
  type: 'call.ended',
  callId,
  by: 'remote',
  cause,
  status: null,
  reason: null,
});

/** An answered call with everything an agent does in it, a call that waits meanwhile and is answered elsewhere, a missed one. */
function lifeOfCalls(queue: Queue, run: number): readonly (() => unknown)[] {
  const [call, waiting, missed] = [`a${run}`, `b${run}`, `c${run}`];
  const phone = (message: PhoneToMain) => () => queue.fromPhone(message);
  return [
    phone(offered(call)),
    () => queue.command({ do: 'answer', callId: call, camera: false }),
    phone({ type: 'call.accepted', callId: call }),
    phone({ type: 'call.media', callId: call, state: 'flowing' }),
    phone({ type: 'record.started', recordingId: call, mimeType: 'audio/webm' }),
    phone(offered(waiting)),
    () => queue.command({ do: 'answer', callId: waiting, camera: false }),
    () => queue.command({ do: 'mute', callId: call, on: true }),
    phone({ type: 'call.muted', callId: call, on: true }),
    () => queue.command({ do: 'mute', callId: call, on: false }),
    phone({ type: 'call.muted', callId: call, on: false }),
    () =>
      queue.fromGateway({
        type: 'call.settled',
        callId: waiting,
        contactId: 'anna',
        outcome: 'answered',
        agentName: 'Bob',
      }),
    () => queue.command({ do: 'hold', callId: call, on: true }),
    phone({ type: 'call.held', callId: call, by: 'local', on: true }),
    () => queue.command({ do: 'hold', callId: call, on: false }),
    phone({ type: 'call.held', callId: call, by: 'local', on: false }),
    ...Array.from({ length: 10 }, (_, second) =>
      phone({
        type: 'call.quality',
        callId: call,
        mos: 4 + (second % 5) / 10,
        lossRatio: 0,
        jitterMs: 1,
        roundTripMs: null,
      }),
    ),
    () => queue.command({ do: 'end', callId: call }),
    phone(ended(call, 'hangup')),
    phone(offered(missed)),
    phone(ended(missed, 'cancelled')),
  ];
}

/** Ports that do nothing, on real timers. */
function createIdleQueue(): Queue {
  return createQueue(
    {
      phone: { send: async () => ok(null) },
      recordings: { begin: async () => ok(null), abandon: () => {} },
      output: () => {},
      identify: () => ({ id: 'anna', name: 'Anna', phone: '+393331234567' }),
      newCallId: () => 'placed',
      clock: systemClock,
      log: { info() {}, warn() {}, error() {} },
    },
    {
      settings: { mode: 'gateway', agentName: 'Bench', recording: { allowed: true, automatic: true }, wrapUpMs: 0 },
      presence: 'available',
    },
  );
}

/**
 * Counts against the processor time of this process, collector and compiler threads included: that is what one core does in a second,
 * whatever else the machine is busy with.
 *
 * @param runs how many times the three calls are lived through in each of the rounds; the result is that of the median round. One
 * round more is run before to warm up.
 */
export async function measureQueueEvents(runs = 1_000, rounds = 9): Promise<QueueEventsReport> {
  const queue = createIdleQueue();
  queue.fromPhone({ type: 'registration', state: 'registered', cause: null });
  let events = 0;
  let slowestMs = 0;
  const rates: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    let taken = 0;
    const before = process.cpuUsage();
    for (let run = 0; run < runs; run += 1) {
      const steps = lifeOfCalls(queue, round * runs + run);
      const start = performance.now();
      for (const step of steps) step();
      // The answers of the ports are part of the work.
      await Promise.resolve();
      if (round > 0) slowestMs = Math.max(slowestMs, performance.now() - start);
      taken += steps.length;
    }
    const { user, system } = process.cpuUsage(before);
    if (round === 0) continue;
    events += taken;
    rates.push((taken * 1_000_000) / (user + system));
  }
  queue.stop();
  const median = rates.toSorted((left, right) => left - right)[Math.floor(rates.length / 2)] ?? 0;
  return { eventsPerSecond: Math.round(median), events, calls: runs * rounds * 3, slowestMs };
}
