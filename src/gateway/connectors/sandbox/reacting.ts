import type { Reaction } from '#shared/contracts/reaction.ts';
import type { Clock, Timer } from '../../clock.ts';
import type { GatewayLog } from '../../log.ts';
import type { ConnectorEvents } from '../connector.ts';
import type { Calls } from './calls.ts';
import type { Cast } from './cast.ts';

/** Nobody is faster. */
const backAfterMs = 300;

export interface Reacting {
  /** An agent sends a reaction in a call. */
  take(callId: string, reaction: Reaction): void;
  /** The contact sends one by itself, if it is in a call. */
  send(contactId: string, reaction: Reaction): void;
  stop(): void;
}

/** What contacts send and get back while they talk; of the moment: nothing of it outlives the call. */
export function createReacting(context: {
  readonly calls: Calls;
  readonly cast: Cast;
  readonly clock: Clock;
  readonly log: GatewayLog;
  readonly events: ConnectorEvents;
}): Reacting {
  const { calls, cast, clock, log, events } = context;
  const timers = new Set<Timer>();
  return {
    take: (callId, reaction) => {
      const call = calls.find(callId);
      if (call?.phase !== 'up') return;
      log.info(`sandbox: call ${callId}: the agent sends ${reaction}`);
      if (cast.find(call.contactId)?.reacts !== true) return;
      const timer = clock.setTimeout(() => {
        timers.delete(timer);
        if (calls.find(callId) === call) events.reaction(callId, reaction);
      }, backAfterMs);
      timers.add(timer);
    },
    send: (contactId, reaction) => {
      const call = calls.of(contactId);
      if (call?.phase === 'up') events.reaction(call.callId, reaction);
      else log.warn(`sandbox: ${contactId} is in no call, and ${reaction} goes nowhere`);
    },
    stop: () => {
      for (const timer of timers) clock.clearTimeout(timer);
      timers.clear();
    },
  };
}
