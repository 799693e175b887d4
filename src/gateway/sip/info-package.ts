/** INFO packages (RFC 6086). There is one: reactions in a call. */
import { type Reaction, reaction, reactionPackage } from '#shared/contracts/reaction.ts';
import { contentType, type Header, headerValue, headerValues, type SipRequest, type SipText } from './message.ts';
import type { ServerTransaction } from './server-transaction.ts';

/** For an INVITE and for each 2xx that answers one: what this side takes (RFC 6086 §4.2.2). */
export const recvInfoHeaders = (takesReactions: boolean): readonly Header[] =>
  takesReactions ? [{ name: 'Recv-Info', value: reactionPackage }] : [];

/** Whether the other side says that it takes reactions; undefined: it says nothing of packages. */
export function readRecvInfo(message: Pick<SipText, 'headers'>): boolean | undefined {
  const values = headerValues(message, 'Recv-Info');
  if (values.length === 0) return undefined;
  const packages = values.flatMap((value) => value.split(',').map(packageOf));
  return packages.includes(reactionPackage);
}

/** null: an INFO without a package, as phones send it for digits. */
export function infoPackage(request: SipRequest): string | null {
  const value = headerValue(request, 'Info-Package');
  return value === undefined ? null : packageOf(value);
}

/** A package with its parameters, as it is compared. */
const packageOf = (value: string): string => value.split(';')[0]?.trim().toLowerCase() ?? '';

/** Headers and body of an INFO that carries a reaction. */
export const reactionInfo = (value: Reaction): { readonly headers: readonly Header[]; readonly body: string } => ({
  headers: [
    { name: 'Info-Package', value: reactionPackage },
    { name: 'Content-Type', value: 'text/plain;charset=utf-8' },
    { name: 'Content-Disposition', value: 'Info-Package' },
  ],
  body: value,
});

/**
 * Answers an INFO with a package: 200; 469 for another package than this side takes, with those that it does (RFC 6086 §4.2.2);
 * 415 and 400 where the body is no reaction; 503 where they come too fast.
 *
 * @param react null: this side takes none. @returns false: too fast
 */
export function answerPackage(
  transaction: ServerTransaction,
  name: string,
  react: ((reaction: Reaction) => boolean) | null,
): void {
  const { request } = transaction;
  if (react === null || name !== reactionPackage) {
    const value = react === null ? '' : reactionPackage;
    transaction.respond(469, { headers: [{ name: 'Recv-Info', value }] });
    return;
  }
  if (contentType(request) !== 'text/plain') {
    transaction.respond(415, { headers: [{ name: 'Accept', value: 'text/plain' }] });
    return;
  }
  const known = reaction.safeParse(request.body.trim());
  if (!known.success) transaction.respond(400, { reason: 'No such reaction' });
  else if (react(known.data)) transaction.respond(200);
  else transaction.respond(503, { reason: 'Too many reactions', headers: [{ name: 'Retry-After', value: '1' }] });
}
