import { type Reaction, reaction, reactionPackage } from '#shared/contracts/reaction.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { SessionPort, SipMessagePort } from './jssip-port.ts';
import type { SipCallEvents } from './sip-agent.ts';

/** Later nobody knows what it was about. */
const answerLimitMs = 8000;

/** Goes with our INVITE and our 200 (RFC 6086 §5.2.3). */
export const takesReactionsHeader = `Recv-Info: ${reactionPackage}`;

/** A call's reactions, as far as they are agreed on. */
export interface Reactions {
  /** What goes with the 200 of an incoming call. */
  readonly headers: readonly string[];
  /** @param message the far end's INVITE or 200 */
  look(message: SipMessagePort): void;
  informed(info: SipMessagePort): void;
}

export function createReactions(
  enabled: boolean,
  events: () => Pick<SipCallEvents, 'takesReactions' | 'reaction'> | null,
): Reactions {
  return {
    headers: enabled ? [takesReactionsHeader] : [],
    look: (message) => {
      if (enabled && takesReactions(message)) events()?.takesReactions();
    },
    informed: (info) => {
      const came = enabled ? readReaction(info) : null;
      if (came !== null) events()?.reaction(came);
    },
  };
}

/** Whether whoever sent this INVITE or 200 takes reactions (RFC 6086 §5.2.2). Parameters of a package change nothing. */
export function takesReactions(message: SipMessagePort): boolean {
  const packages = message.getHeaders('Recv-Info').flatMap((value) => value.split(','));
  return packages.some((name) => isReactionPackage(name));
}

/** What an INFO of the far end carries; null: no reaction, or none that can be shown. */
export function readReaction(info: SipMessagePort): Reaction | null {
  if (!isReactionPackage(info.getHeader('Info-Package') ?? '')) return null;
  const parsed = reaction.safeParse(info.body?.trim());
  return parsed.success ? parsed.data : null;
}

const isReactionPackage = (name: string): boolean => name.split(';')[0]?.trim().toLowerCase() === reactionPackage;

/**
 * Sends a reaction. `unsupported`: the far end does not want it after all; `gone`: it knows no such call; `offline`: nobody knows whether it arrived.
 * Whatever comes of it, the call goes on: JsSIP's own `sendInfo` would end it where the connection breaks or nobody answers.
 */
export function sendReaction(session: SessionPort, sent: Reaction, online: boolean): Promise<Result<null>> {
  if (!session.isEstablished()) return Promise.resolve(fail('gone'));
  if (!online) return Promise.resolve(fail('offline', 'no connection to the server'));
  return new Promise((settle) => {
    const limit = setTimeout(() => settle(fail('offline', 'the far end does not answer')), answerLimitMs);
    const resolve = (result: Result<null>): void => {
      clearTimeout(limit);
      settle(result);
    };
    session.sendRequest('INFO', {
      extraHeaders: [`Info-Package: ${reactionPackage}`, 'Content-Type: text/plain;charset=utf-8'],
      body: sent,
      eventHandlers: {
        onSuccessResponse: () => resolve(ok(null)),
        onErrorResponse: ({ status_code }) => resolve(fail('unsupported', `refused with ${status_code}`)),
        onTransportError: () => resolve(fail('offline', 'the connection was lost meanwhile')),
        onRequestTimeout: () => resolve(fail('offline', 'the far end does not answer')),
        onDialogError: () => resolve(fail('gone')),
      },
    });
  });
}
