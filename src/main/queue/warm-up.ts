/** A call that nobody makes, played through before the first real one, which would otherwise find none of its code compiled. */
import { type PhoneEvent, type PhoneToMain, phoneToMain } from '#shared/contracts/phone.ts';
import { uiRequests } from '#shared/contracts/ui-requests.ts';
import { ok } from '#shared/result.ts';
import type { QueuePorts } from './ports.ts';
import { createQueue, type Queue } from './queue.ts';
import type { QueueSettings } from './settings.ts';

export interface WarmUpOptions {
  readonly identify: QueuePorts['identify'];
  /** The workspace's own number, E.164: somebody's of the same country calls. */
  readonly number: string | null;
  readonly settings: QueueSettings;
  readonly clock: QueuePorts['clock'];
  readonly log: QueuePorts['log'];
}

const answered = 'warm-up-1';
const missed = 'warm-up-2';
const recording = { recordingId: answered, mimeType: 'audio/webm' } as const;

/**
 * What happens in one call that is answered and recorded and in one that is missed, as steps of a few milliseconds: from the messages of the phone
 * window, which are checked like real ones, to the views. Phone, journal and recordings of that queue lead nowhere, and its timers never come.
 */
export function createWarmUp({ identify, number, settings, clock, log }: WarmUpOptions): readonly (() => void)[] {
  let queue: Queue | null = null;
  const hear = (message: PhoneToMain) => (): void => {
    const parsed = phoneToMain.safeParse(message);
    if (parsed.success) queue?.fromPhone(parsed.data);
  };
  const offer = (callId: string, name: string | null): PhoneEvent<'call.offered'> => ({
    type: 'call.offered',
    callId,
    contactId: callId,
    name,
    address: number ?? 'anonymous',
    kind: 'voice',
  });
  return [
    // Together with what the queue does at an offer these would be the longest step by far.
    () => void identify(offer(answered, 'Anna')),
    () => void identify(offer(answered, null)),
    () => void phoneToMain.safeParse(offer(answered, null)),
    () => {
      queue = createQueue(
        {
          phone: { send: async () => ok(null) },
          recordings: { begin: async () => ok(null), abandon: () => undefined },
          output: () => undefined,
          identify,
          newCallId: () => answered,
          clock: { ...clock, after: () => () => undefined },
          log,
        },
        { settings: { ...settings, recording: { allowed: true, automatic: false } }, presence: 'available' },
      );
    },
    hear({ type: 'registration', state: 'registered', cause: null }),
    hear(offer(answered, null)),
    () => {
      const asked = uiRequests['call.answer'].safeParse({ callId: answered });
      if (asked.success) queue?.command({ do: 'answer', ...asked.data });
    },
    hear({ type: 'call.accepted', callId: answered }),
    hear({ type: 'call.media', callId: answered, state: 'flowing' }),
    hear({ type: 'levels', callId: answered, agent: 0, contact: 0 }),
    () => {
      const asked = uiRequests['call.record'].safeParse({ callId: answered, on: true });
      if (asked.success) queue?.command({ do: 'record', ...asked.data });
    },
    hear({ type: 'record.started', ...recording }),
    () => {
      const asked = uiRequests['call.end'].safeParse({ callId: answered });
      if (asked.success) queue?.command({ do: 'end', ...asked.data });
    },
    hear({ type: 'record.stopped', recordingId: answered, chunks: 0 }),
    hear({ type: 'call.ended', callId: answered, by: 'local', cause: 'hangup', status: null, reason: null }),
    hear(offer(missed, 'Anna')),
    hear({ type: 'call.ended', callId: missed, by: 'remote', cause: 'cancelled', status: null, reason: null }),
    () => queue?.stop(),
  ];
}
