import type { CallKind } from '#shared/contracts/identifiers.ts';
import type { PhoneCommand } from '#shared/contracts/phone.ts';
import { fail, type Result } from '#shared/result.ts';
import type { Offer } from '../sip/offer.ts';
import type { SipAgent, SipCall, SipCallEvents } from '../sip/sip-agent.ts';
import { type CallParts, PhoneCall } from './phone-call.ts';

/** The calls there are. */
export interface CallBook {
  get(callId: string): PhoneCall | undefined;
  offered(offer: Offer, sip: SipCall): SipCallEvents;
  place(agent: SipAgent, command: Extract<PhoneCommand, { do: 'place' }>): Promise<Result<null>>;
  /** `not-found`: no call is being recorded under this id. */
  stopRecording(recordingId: string): Promise<Result<null>>;
  routeOutput(deviceId: string): void;
  /** Resolves when everything recorded of calls that are over was sent. */
  settled(): Promise<void>;
}

export function createCallBook(parts: Omit<CallParts, 'onOver'>): CallBook {
  const calls = new Map<string, PhoneCall>();
  const finishing = new Set<Promise<void>>();

  const onOver: CallParts['onOver'] = (call, done) => {
    if (calls.get(call.callId) === call) calls.delete(call.callId);
    const finished = done.catch((error: unknown) => parts.log(`a call did not end cleanly: ${String(error)}`));
    finishing.add(finished);
    void finished.then(() => finishing.delete(finished));
  };

  const newCall = (callId: string, kind: CallKind): PhoneCall => {
    const call = new PhoneCall(callId, kind, { ...parts, onOver });
    calls.set(callId, call);
    return call;
  };

  return {
    get: (callId) => calls.get(callId),
    offered: (offer, sip) => {
      const call = newCall(offer.callId, offer.kind);
      call.offered(sip);
      parts.send({ type: 'call.offered', ...offer });
      return call.events;
    },
    place: async (agent, { callId, target, camera, ...command }) => {
      if (calls.has(callId)) return fail('invalid', 'there is a call with this id');
      const kind = agent.kindOf(command.kind);
      const call = newCall(callId, kind);
      const placed = await call.place(camera, (stream) => agent.place({ callId, target, kind, stream }, call.events));
      if (!placed.ok) calls.delete(callId);
      return placed;
    },
    stopRecording: (recordingId) => {
      for (const call of calls.values()) {
        const stopping = call.stopRecording(recordingId);
        if (stopping !== null) return stopping;
      }
      return Promise.resolve(fail('not-found', 'no such recording runs'));
    },
    routeOutput: (deviceId) => {
      for (const call of calls.values()) call.routeOutput(deviceId);
    },
    settled: async () => {
      await Promise.all(finishing);
    },
  };
}
