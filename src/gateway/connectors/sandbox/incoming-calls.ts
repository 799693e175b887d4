import { ruleProfile } from '#shared/domain/rules/profiles.ts';
import type { Result } from '#shared/result.ts';
import { fail, ok } from '#shared/result.ts';
import type { Clock, Timer } from '../../clock.ts';
import type { GatewayLog } from '../../log.ts';
import type { ConnectorEvents } from '../connector.ts';
import type { CallStep, Calls, SandboxCall } from './calls.ts';
import type { Cast } from './cast.ts';
import type { RunIdentity } from './identity.ts';
import type { ContactMedia } from './media/contact-media.ts';
import { openMedia } from './media-of-call.ts';

export interface IncomingCalls {
  /** Rings now, waits until the contact is free, or is missed; marks the step done when it is settled. */
  begin(step: CallStep, stepIndex: number): void;
  /** @param answerSdp null: there is nobody to hear the contact */
  answer(callId: string, answerSdp: string | null): Promise<Result<null>>;
  /** The business does not take the call, or ends it. */
  dismiss(call: SandboxCall): void;
  stop(): void;
}

/**
 * The calls that contacts make. The contact lets it ring until `at + ringFor` of its step, however late the ringing began: a
 * step that comes late (the gateway was down, the machine slept, the contact was in another call) rings for the rest of that
 * time, and is a missed call where nothing is left of it.
 *
 * A step is done once it is settled: answered, dismissed, given up or missed. A gateway that dies while it rings finds the step
 * undone and lets it ring on; one that dies after the answer does not ring again.
 */
export function createIncomingCalls(context: {
  readonly calls: Calls;
  readonly cast: Cast;
  readonly media: ContactMedia;
  readonly clock: Clock;
  readonly log: GatewayLog;
  readonly events: ConnectorEvents;
  readonly identity: RunIdentity;
  readonly startedAt: number;
  readonly markDone: (stepIndex: number) => void;
}): IncomingCalls {
  const { calls, cast, clock, log, events, identity, startedAt, markDone } = context;
  const openedAt = clock.now();
  const waiting = new Map<number, { readonly step: CallStep; readonly timer: Timer }>();
  let stopped = false;

  const endOfRinging = (step: CallStep): number => startedAt + step.at + step.ringFor;

  /** Whoever calls may be called back, where the provider has it so. The same call again is the same permission. */
  const allowCallback = (callId: string, contactId: string, at: number): void => {
    if (!ruleProfile(cast.workspace().rules).grant.afterContactCall) return;
    const news = { id: `${callId}/permission`, contactId, at, initial: false } as const;
    events.permission({ ...news, answer: 'granted', term: 'temporary', until: null, source: 'automatic' });
  };

  const missed = (step: CallStep, stepIndex: number, reason: string): void => {
    log.warn(`sandbox: timeline[${stepIndex}]: the call of ${step.contact} is missed: ${reason}`);
    const callId = identity.call(stepIndex);
    const at = startedAt + step.at + cast.aheadMs();
    events.contactEvent({
      id: `${callId}/missed-call`,
      contactId: step.contact,
      type: 'missed-call',
      at,
      callId,
      kind: step.kind,
      durationMs: null,
      agent: null,
    });
    allowCallback(callId, step.contact, at);
    markDone(stepIndex);
  };

  const begin = (step: CallStep, stepIndex: number): void => {
    const left = endOfRinging(step) - clock.now();
    if (left <= 0) missed(step, stepIndex, 'nobody was there while it rang');
    else if (calls.busy(step.contact)) {
      const timer = clock.setTimeout(() => {
        waiting.delete(stepIndex);
        missed(step, stepIndex, 'the contact was in another call all the time');
      }, left);
      waiting.set(stepIndex, { step, timer });
    } else void ring(step, stepIndex);
  };

  calls.onFree((contactId) => {
    const next = [...waiting].find(([, { step }]) => step.contact === contactId);
    if (next === undefined) return;
    const [stepIndex, { step, timer }] = next;
    clock.clearTimeout(timer);
    waiting.delete(stepIndex);
    begin(step, stepIndex);
  });

  const ring = async (step: CallStep, stepIndex: number): Promise<void> => {
    const contact = cast.find(step.contact);
    if (contact === null) return;
    const due = startedAt + step.at;
    const callId = openedAt > due ? identity.laterCall(stepIndex, openedAt - startedAt) : identity.call(stepIndex);
    const call = calls.open({ callId, contactId: contact.id, direction: 'incoming', origin: { step, stepIndex } });
    giveUpLater(call, step, stepIndex);
    try {
      const begun = clock.now();
      const session = await openMedia(context, call, contact, step, (reason) => lose(call, reason));
      const offerSdp = await session?.createOffer();
      if (offerSdp === undefined || call.phase !== 'preparing') return;
      call.phase = 'ringing';
      events.incomingCall({
        callId,
        contactId: contact.id,
        contactName: contact.name,
        contactPhone: contact.phone,
        kind: step.kind,
        offerSdp,
      });
      log.info(`sandbox: ${contact.id} calls (${callId}); its offer took ${clock.now() - begun} ms`);
    } catch (error) {
      if (stopped || call.phase === 'ended') return;
      calls.end(call);
      missed(step, stepIndex, `no offer could be made: ${String(error)}`);
    }
  };

  const giveUpLater = (call: SandboxCall, step: CallStep, stepIndex: number): void =>
    calls.next(call, endOfRinging(step) - clock.now(), () => {
      const { phase } = call;
      // The answer is on its way: the contact sees it and stays.
      if (phase === 'answering') return;
      calls.end(call);
      if (phase === 'ringing') {
        events.callEnded(call.callId, 'hangup');
        settle(call);
      } else missed(step, stepIndex, 'its offer was not ready in time');
    });

  const hangUpLater = (call: SandboxCall): void => {
    const after = call.origin?.step.hangUpAfter;
    if (after === undefined) {
      calls.stay(call);
      return;
    }
    calls.next(call, after, () => {
      calls.end(call);
      events.callEnded(call.callId, 'hangup');
    });
  };

  const lose = (call: SandboxCall, reason: string): void => {
    log.warn(`sandbox: call ${call.callId}: ${reason}`);
    calls.end(call);
    events.callEnded(call.callId, 'failed');
    settle(call);
  };

  const dismiss = (call: SandboxCall): void => {
    calls.end(call);
    settle(call);
  };

  const settle = ({ callId, contactId, origin }: SandboxCall): void => {
    allowCallback(callId, contactId, clock.now() + cast.aheadMs());
    if (origin !== null) markDone(origin.stepIndex);
  };

  return {
    begin,
    answer: async (callId, answerSdp) => {
      const call = calls.find(callId);
      if (call === null || call.direction !== 'incoming' || call.phase !== 'ringing' || call.media === null)
        return fail('gone', 'the call is over or was answered by somebody else');
      call.phase = 'answering';
      const applied = answerSdp === null ? ok(null) : await call.media.acceptAnswer(answerSdp);
      if (calls.find(callId) !== call) return fail('gone', 'the call ended while it was being answered');
      if (!applied.ok) {
        if (applied.error.code === 'invalid' && call.origin !== null) {
          call.phase = 'ringing';
          giveUpLater(call, call.origin.step, call.origin.stepIndex);
        } else dismiss(call);
        return applied;
      }
      // Marked before the gateway hears of it: a call that was answered must never ring again.
      settle(call);
      call.phase = 'up';
      call.answeredAt = clock.now();
      hangUpLater(call);
      return ok(null);
    },
    dismiss,
    stop: () => {
      stopped = true;
      for (const { timer } of waiting.values()) clock.clearTimeout(timer);
      waiting.clear();
    },
  };
}
