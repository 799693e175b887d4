import type { GatewayEvent } from '#shared/contracts/agent.ts';
import { followUpFactOf } from '#shared/domain/follow-ups.ts';
import type { ConnectorEvents } from './connectors/connector.ts';
import { guarded } from './guard.ts';
import type { GatewayLog } from './log.ts';
import type { GatewayStore } from './store/gateway-store.ts';
import type { Operation } from './store/operations.ts';

type CallEvents = Pick<
  ConnectorEvents,
  'incomingCall' | 'callEnded' | 'outgoingRinging' | 'outgoingAnswered' | 'outgoingRefused'
>;

/** What a connector tells: calls go to the router, everything else into the store and from there to the agents. Never throws. */
export function connectorEvents(calls: CallEvents, store: GatewayStore, log: GatewayLog): ConnectorEvents {
  const publish = (event: GatewayEvent): void => {
    guarded(log, `a connector's ${event.type}`, () => store.publish({ do: 'event', event }));
  };
  const call = (what: string, run: () => void): void => guarded(log, `a connector's ${what}`, run);
  return {
    incomingCall: (offer) => call('incomingCall', () => calls.incomingCall(offer)),
    callEnded: (callId, cause) => call('callEnded', () => calls.callEnded(callId, cause)),
    outgoingRinging: (callId) => call('outgoingRinging', () => calls.outgoingRinging(callId)),
    outgoingAnswered: (callId, sdp) => call('outgoingAnswered', () => calls.outgoingAnswered(callId, sdp)),
    outgoingRefused: (callId, cause) => call('outgoingRefused', () => calls.outgoingRefused(callId, cause)),
    workspace: (workspace) => publish({ type: 'workspace', workspace }),
    contact: (state) => publish({ type: 'contact', state }),
    message: (message) => publish({ type: 'message', message }),
    messageStatus: (messageId, contactId, status) => publish({ type: 'message.status', messageId, contactId, status }),
    contactEvent: (event) => {
      const fact = followUpFactOf(event);
      const work: readonly Operation[] = fact === null ? [] : [{ do: 'follow-up.fact', fact }];
      guarded(log, `a connector's ${event.type}`, () =>
        store.publish({ do: 'event', event: { type: 'contact.event', event } }, ...work),
      );
    },
  };
}
