import { unreachable } from '#shared/never.ts';
import type { Result } from '#shared/result.ts';
import { fail, ok } from '#shared/result.ts';
import type { Clock } from '../../clock.ts';
import type { GatewayLog } from '../../log.ts';
import type { Connector, ConnectorEvents, ProviderRefusal } from '../connector.ts';
import type { Calls, SandboxCall } from './calls.ts';
import type { Cast, SandboxContact } from './cast.ts';
import type { ContactMedia } from './media/contact-media.ts';
import { readRemoteDescription } from './media/session-description.ts';
import { openMedia } from './media-of-call.ts';

type Placed = Parameters<Connector['placeCall']>[0];

const noAnswerMs = 30_000;
const declineMs = 1000;

/**
 * The calls that the business makes. The contact's telephone rings at once; what the contact then does stands in `answers` of
 * the scenario. Refused before anything rings: `not-found` (no such contact), `busy` (the
 * contact is in another call), `invalid` (the offer is none, or the call id is in use).
 */
export function createOutgoingCalls(context: {
  readonly calls: Calls;
  readonly cast: Cast;
  readonly media: ContactMedia;
  readonly clock: Clock;
  readonly log: GatewayLog;
  readonly events: ConnectorEvents;
}): { place(placed: Placed): Result<ProviderRefusal | null> } {
  const { calls, cast, clock, log, events } = context;

  const refuse = (call: SandboxCall, cause: Parameters<ConnectorEvents['outgoingRefused']>[1]): void => {
    calls.end(call);
    events.outgoingRefused(call.callId, cause);
  };

  const ring = (call: SandboxCall, contact: SandboxContact, placed: Placed): void => {
    call.phase = 'ringing';
    events.outgoingRinging(call.callId);
    const { answers } = contact;
    switch (answers.do) {
      case 'answer':
        calls.next(call, answers.afterMs, () => void pickUp(call, contact, placed));
        return;
      case 'decline':
        calls.next(call, declineMs, () => refuse(call, 'declined'));
        return;
      case 'ignore':
        calls.next(call, noAnswerMs, () => refuse(call, 'no-answer'));
        return;
      default:
        unreachable(answers);
    }
  };

  const lose = (call: SandboxCall, reason: string): void => {
    log.warn(`sandbox: call ${call.callId}: ${reason}`);
    calls.end(call);
    events.callEnded(call.callId, 'failed');
  };

  const pickUp = async (call: SandboxCall, contact: SandboxContact, { kind, offerSdp }: Placed): Promise<void> => {
    call.phase = 'answering';
    try {
      const session = await openMedia(context, call, contact, { kind, audio: contact.audio }, (reason) =>
        lose(call, reason),
      );
      const answer = await session?.answerOffer(offerSdp);
      if (answer === undefined || calls.find(call.callId) !== call) return;
      if (!answer.ok) throw new Error(answer.error.detail ?? answer.error.code);
      call.phase = 'up';
      call.answeredAt = clock.now();
      events.outgoingAnswered(call.callId, answer.value);
    } catch (error) {
      if (calls.find(call.callId) !== call) return;
      log.error(`sandbox: call ${call.callId} cannot be answered: ${String(error)}`);
      refuse(call, 'unreachable');
    }
  };

  return {
    place: (placed) => {
      const { callId, contactId, kind, offerSdp } = placed;
      if (kind === 'video' && !cast.workspace().video) return fail('unsupported', 'the provider carries no pictures');
      const contact = cast.find(contactId);
      if (contact === null) return fail('not-found', 'no such contact');
      if (calls.find(callId) !== null) return fail('invalid', 'the call id is in use');
      const refusal = cast.refusal(contactId, 'call', clock.now() + cast.aheadMs());
      if (refusal !== null) return ok(refusal);
      if (calls.busy(contactId)) return fail('busy', 'the contact is in another call');
      const offer = readRemoteDescription(offerSdp);
      if (!offer.ok) return offer;
      const call = calls.open({ callId, contactId, direction: 'outgoing', origin: null });
      // Progress comes after the reply.
      calls.next(call, 0, () => ring(call, contact, placed));
      return ok(null);
    },
  };
}
