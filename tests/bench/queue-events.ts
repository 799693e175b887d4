/** How many events a second the queue takes: whole lives of calls through `createQueue`, with ports that do nothing. */
import type { PhoneEvent, PhoneToMain } from '#shared/contracts/phone.ts';
import { ok } from '#shared/result.ts';
import { systemClock } from '../../src/main/platform/clock.ts';
import { createQueue, type Queue } from '../../src/main/queue/queue.ts';

export interface QueueEventsReport {
  /** Phone messages, gateway events and agent commands handled in a second of one core, in the median round once the code is warm. */
  readonly eventsPerSecond: number;
  /** The same in the first round of all, while V8 still compiles. */
  readonly coldEventsPerSecond: number;
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
 * @param runs how many times the three calls are lived through in each of the rounds; the result is that of the median round
 * @param warmUp rounds before those that count. V8 takes 4 to 16 of them, as chance has it, until it has fully optimised xstate's `microstep`,
 * and jumps then by half: unoptimised, that function makes a closure straight in the old generation with every event
 * (`actorScope.actionExecutor = action => …`: V8 takes a function that is assigned to a property for a method, which lives long), through
 * which every call that is over stays, and is copied, until the next full collection.
 */
export async function measureQueueEvents(runs = 1_000, rounds = 9, warmUp = 20): Promise<QueueEventsReport> {
  const queue = createIdleQueue();
  queue.fromPhone({ type: 'registration', state: 'registered', cause: null });
  let events = 0;
  let slowestMs = 0;
  const rates: number[] = [];
  for (let round = 0; round < warmUp + rounds; round += 1) {
    let taken = 0;
    const before = process.cpuUsage();
    for (let run = 0; run < runs; run += 1) {
      const steps = lifeOfCalls(queue, round * runs + run);
      const start = performance.now();
      for (const step of steps) step();
      // The answers of the ports are part of the work.
      await Promise.resolve();
      if (round >= warmUp) slowestMs = Math.max(slowestMs, performance.now() - start);
      taken += steps.length;
    }
    const { user, system } = process.cpuUsage(before);
    rates.push((taken * 1_000_000) / (user + system));
    if (round >= warmUp) events += taken;
  }
  queue.stop();
  const counted = rates.slice(warmUp).toSorted((left, right) => left - right);
  return {
    eventsPerSecond: Math.round(counted[Math.floor(counted.length / 2)] ?? 0),
    coldEventsPerSecond: Math.round(rates[0] ?? 0),
    events,
    calls: runs * rounds * 3,
    slowestMs,
  };
}
