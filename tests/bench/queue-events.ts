/** How many events a second the queue takes: whole lives of calls through `createQueue`, with ports that do nothing. */
import type { PhoneEvent, PhoneToMain } from '#shared/contracts/phone.ts';
import { ok } from '#shared/result.ts';
import { systemClock } from '../../src/main/platform/clock.ts';
import { createQueue, type Queue } from '../../src/main/queue/queue.ts';

export interface QueueEventsReport {
  /** Phone messages, gateway events and agent commands handled in a second, on one core. */
  readonly eventsPerSecond: number;
  readonly events: number;
  readonly calls: number;
  /** Longest time that a single event took, milliseconds. */
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
    () => queue.command({ do: 'answer', callId: call }),
    phone({ type: 'call.accepted', callId: call }),
    phone({ type: 'call.media', callId: call, state: 'flowing' }),
    phone({ type: 'record.started', recordingId: call, mimeType: 'audio/webm' }),
    phone(offered(waiting)),
    () => queue.command({ do: 'answer', callId: waiting }),
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

/** @param runs how many times the three calls are lived through; a tenth as many are run before to warm up. */
export async function measureQueueEvents(runs = 3_000): Promise<QueueEventsReport> {
  const silent = { info() {}, warn() {}, error() {} };
  const queue = createQueue(
    {
      phone: { send: async () => ok(null) },
      recordings: { begin: async () => ok(null), abandon: () => {} },
      output: () => {},
      identify: () => ({ id: 'anna', name: 'Anna', phone: '+393331234567' }),
      newCallId: () => 'placed',
      clock: systemClock,

      log: silent,
    },
    {
      settings: { mode: 'gateway', agentName: 'Bench', recording: { allowed: true, automatic: true }, wrapUpMs: 0 },
      presence: 'available',
    },
  );
  queue.fromPhone({ type: 'registration', state: 'registered', cause: null });
  const live = async (from: number, count: number): Promise<{ events: number; spentMs: number; slowestMs: number }> => {
    let [events, spentMs, slowestMs] = [0, 0, 0];
    for (let run = from; run < from + count; run += 1) {
      const steps = lifeOfCalls(queue, run);
      const start = performance.now();
      let before = start;
      for (const step of steps) {
        step();
        const now = performance.now();
        slowestMs = Math.max(slowestMs, now - before);
        before = now;
      }
      // The answers of the ports are part of the work.
      await Promise.resolve();
      spentMs += performance.now() - start;
      events += steps.length;
    }
    return { events, spentMs, slowestMs };
  };
  await live(0, Math.ceil(runs / 10));
  const { events, spentMs, slowestMs } = await live(runs, runs);
  queue.stop();
  return { eventsPerSecond: Math.round((events * 1000) / spentMs), events, calls: runs * 3, slowestMs };
}
