import type { ChannelSettings } from '#shared/contracts/calling.ts';
import type { Result } from '#shared/result.ts';
import type { Calling } from '../calling/calling.ts';
import type { Connector } from '../connectors/connector.ts';
import type { Clock } from '../platform/clock.ts';
import { afterwards, settled } from '../platform/guard.ts';
import type { GatewayLog } from '../platform/log.ts';
import type { SipEndpoint } from '../sip/endpoint.ts';
import type { GatewayStore } from '../store/gateway-store.ts';
import type { CallIdentity, CallResult } from './call-facts.ts';
import type { Colleague } from './colleague-leg.ts';

/** Milliseconds; see {@link defaultCallLimits}. */
export interface CallLimits {
  readonly ring: number;
  readonly place: number;
  readonly grace: number;
  readonly connector: number;
}

export const defaultCallLimits: CallLimits = {
  /** The contact's phone gives up by itself, WhatsApp's after 30 to 60 s; this ends what a provider forgets. */
  ring: 60_000,
  /** The same for calls that we place. */
  place: 90_000,
  /** A phone whose socket dropped during a call may come back within this; media goes on meanwhile. */
  grace: 30_000,
  /** Longest that an agent's phone waits for the connector; the desktop gives up a re-offer after 12 s. */
  connector: 10_000,
};

/** What every call needs around it. */
export interface CallContext {
  readonly clock: Clock;
  readonly log: GatewayLog;
  readonly domain: string;
  readonly limits: CallLimits;
  readonly connector: Connector;
  readonly store: GatewayStore;
  readonly calling: Calling;
  readonly endpoint: SipEndpoint;
  readonly agentName: (agentId: string) => string;
  /** May the agent be rung now? Presence only; whether a phone is registered is another matter. */
  readonly takesCalls: (agentId: string) => boolean;
  /** How calls ring now. */
  readonly ringing: () => ChannelSettings['ringing'];
  /** Whose conversation it is; null: nobody's, or somebody's who is no agent here any more. */
  readonly assigneeOf: (contactId: string) => string | null;
  /** Agents of a rehearsal, by id. */
  readonly colleagues: ReadonlyMap<string, Colleague>;
  /** Whether the agent is on a call, or places one. */
  readonly talks: (agentId: string) => boolean;
  /** The agent may be rung for calls for which it was not. */
  readonly free: (agentId: string) => void;
  /** A call is up. */
  readonly up: () => void;
  /** The call is over: written down and forgotten. */
  readonly over: (call: CallIdentity, result: CallResult) => void;
}

/** Lets the contact go. It has no answer that anything waits for: the call is over here, whatever the connector says. */
export function release(log: GatewayLog, ask: () => Promise<void>): void {
  const told = Promise.resolve().then(ask);
  afterwards(log, 'letting the contact go', told, () => {});
}

/** A re-offer of the agent's phone, in bounded time. */
export const renegotiate = (context: CallContext, callId: string, offerSdp: string): Promise<Result<string>> =>
  settled(context.clock, context.log, context.limits.connector, () => context.connector.renegotiate(callId, offerSdp));
