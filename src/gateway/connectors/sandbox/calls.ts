import type { ScenarioStep } from '#shared/contracts/scenario.ts';
import type { Clock, Timer } from '../../clock.ts';
import type { GatewayLog } from '../../log.ts';
import type { MediaSession } from './media/contact-media.ts';

/**
 * `preparing` → `ringing` → `answering` → `up` → `ended`; every phase may go to `ended`.
 * `preparing`: nobody knows of the call yet. `answering`: descriptions are being exchanged.
 */
export type CallPhase = 'preparing' | 'ringing' | 'answering' | 'up' | 'ended';

export type CallStep = Extract<ScenarioStep, { do: 'call' }>;

export interface SandboxCall {
  readonly callId: string;
  readonly contactId: string;
  readonly direction: 'incoming' | 'outgoing';
  /** The step that rings; null for a call of the business. */
  readonly origin: { readonly step: CallStep; readonly stepIndex: number } | null;
  phase: CallPhase;
  media: MediaSession | null;
  /** What the contact does next: gives up, answers, hangs up. */
  timer: Timer;
  answeredAt: number | null;
}

/** The calls that are going on. A contact has one telephone: one call at a time. */
export interface Calls {
  open(call: Pick<SandboxCall, 'callId' | 'contactId' | 'direction' | 'origin'>): SandboxCall;
  find(callId: string): SandboxCall | null;
  /** The one that the contact is in. */
  of(contactId: string): SandboxCall | null;
  busy(contactId: string): boolean;
  /** Replaces what the contact was about to do. */
  next(call: SandboxCall, milliseconds: number, action: () => void): void;
  /** The contact does nothing of its own any more. */
  stay(call: SandboxCall): void;
  /** Frees everything the call holds; a second time it does nothing. */
  end(call: SandboxCall): void;
  /** Called with each contact whose call ended. */
  onFree(listener: (contactId: string) => void): void;
  /** Ends all calls and waits until their sockets are closed. */
  stop(): Promise<void>;
}

export function createCalls({ clock, log }: { readonly clock: Clock; readonly log: GatewayLog }): Calls {
  const calls = new Map<string, SandboxCall>();
  const of = (contactId: string): SandboxCall | null =>
    [...calls.values()].find((call) => call.contactId === contactId) ?? null;
  const closing = new Set<Promise<void>>();
  let freed: (contactId: string) => void = () => undefined;

  const close = async (call: SandboxCall, media: MediaSession): Promise<void> => {
    try {
      const { packetsSent, packetsHeard, loudest, digits, video } = await media.close();
      if (call.answeredAt === null) return;
      const seconds = ((clock.now() - call.answeredAt) / 1000).toFixed(1);
      const level = loudest === null ? '' : `, loudest ${loudest} dB`;
      const keys = digits === '' ? '' : `, ${digits.length} digits`;
      const pictures = video === null ? '' : `; of pictures ${video.packetsSent} sent, ${video.packetsHeard} seen`;
      log.info(
        `sandbox: call ${call.callId} ended after ${seconds} s: ${packetsSent} packets sent, ${packetsHeard} heard${level}${keys}${pictures}`,
      );
    } catch (error) {
      log.warn(`sandbox: call ${call.callId}: closing its media failed: ${String(error)}`);
    }
  };

  const end = (call: SandboxCall): void => {
    if (call.phase === 'ended') return;
    call.phase = 'ended';
    clock.clearTimeout(call.timer);
    calls.delete(call.callId);
    if (call.media !== null) {
      const closed = close(call, call.media).finally(() => closing.delete(closed));
      closing.add(closed);
    }
    freed(call.contactId);
  };

  return {
    open: (call) => {
      const opened: SandboxCall = { ...call, phase: 'preparing', media: null, timer: undefined, answeredAt: null };
      calls.set(call.callId, opened);
      return opened;
    },
    find: (callId) => calls.get(callId) ?? null,
    of,
    busy: (contactId) => of(contactId) !== null,
    next: (call, milliseconds, action) => {
      clock.clearTimeout(call.timer);
      call.timer = clock.setTimeout(action, Math.max(0, milliseconds));
    },
    stay: (call) => clock.clearTimeout(call.timer),
    end,
    onFree: (listener) => {
      freed = listener;
    },
    stop: async () => {
      freed = () => undefined;
      for (const call of [...calls.values()]) end(call);
      await Promise.all(closing);
    },
  };
}
