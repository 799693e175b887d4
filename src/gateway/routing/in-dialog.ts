import type { Result } from '#shared/result.ts';
import { isDtmfType, parseDtmf } from '../sip/dtmf.ts';
import { recvInfoHeaders } from '../sip/info-package.ts';
import { gatewayContact, sdpType } from '../sip/invite.ts';
import { contentType, type SipRequest } from '../sip/message.ts';
import type { ServerTransaction } from '../sip/server-transaction.ts';

/** An UPDATE without a body only keeps the session alive (RFC 4028); with one it is a re-offer (RFC 3311). */
export const holdsOffer = (request: SipRequest): boolean => request.body !== '';

/**
 * Refuses what carries no session description; an INVITE without an offer is not supported, because the contact's side only answers.
 * false: it was refused.
 */
export function requireOffer(transaction: ServerTransaction): boolean {
  const { request } = transaction;
  if (request.body === '') transaction.respond(488, { reason: 'An offer is needed' });
  else if (contentType(request) !== 'application/sdp') {
    transaction.respond(415, { headers: [{ name: 'Accept', value: 'application/sdp' }] });
  } else return true;
  return false;
}

/**
 * Answers a re-INVITE or an UPDATE with an offer: 200 with the other side's answer, or 488, after which the session goes on as it was
 * (RFC 3261 §14.2).
 *
 * @returns whether it was accepted.
 */
export async function answerOffer(
  transaction: ServerTransaction,
  domain: string,
  takesReactions: boolean,
  renegotiate: (offerSdp: string) => Promise<Result<string>>,
): Promise<boolean> {
  if (!requireOffer(transaction)) return false;
  const { request } = transaction;
  if (request.method === 'INVITE') {
    transaction.respond(100);
    transaction.onCancel = () => transaction.respond(487);
  }
  const answer = await renegotiate(request.body);
  if (answer.ok) {
    const headers = [gatewayContact(domain), ...recvInfoHeaders(takesReactions), sdpType];
    return transaction.respond(200, { headers, body: answer.value });
  }
  // Not ready yet is no "no": the phone tries again (RFC 3261 §14.1).
  if (answer.error.code === 'busy') transaction.respond(491);
  else transaction.respond(488, { reason: answer.error.detail ?? 'The contact cannot take this offer' });
  return false;
}

/** INFO with a DTMF digit (RFC 6086 without packages, as phones have always sent it). */
export function answerInfo(transaction: ServerTransaction, digits: (digits: string) => void): void {
  const type = contentType(transaction.request);
  if (!isDtmfType(type)) {
    transaction.respond(415, { headers: [{ name: 'Accept', value: 'application/dtmf-relay, application/dtmf' }] });
    return;
  }
  const digit = parseDtmf(type, transaction.request.body);
  if (digit === null) {
    transaction.respond(400, { reason: 'No DTMF digit in the body' });
    return;
  }
  transaction.respond(200);
  digits(digit);
}
