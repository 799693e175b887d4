import { randomUUID } from 'node:crypto';
import { callId as callIdSchema, callKind, contactId as contactIdSchema } from '#shared/contracts/identifiers.ts';
import { sipHeaders } from '#shared/contracts/phone.ts';
import { decodePercent } from '../sip/grammar.ts';
import { canonicalName } from '../sip/header-names.ts';
import { headerValue, type SipRequest } from '../sip/message.ts';
import { decodeUser, parseSipUri } from '../sip/uri.ts';
import type { CallIdentity } from './call-facts.ts';

export type CallRequest =
  | { readonly ok: true; readonly identity: Omit<CallIdentity, 'direction'> }
  | { readonly ok: false; readonly status: 400 | 404 | 488; readonly reason: string };

/**
 * Whom an agent's INVITE is for: the contact named by `X-Cornetta-Contact-Id` (percent-encoded), else by the user part of the
 * Request-URI. Phones other than the desktop send no `X-Cornetta-…` headers: their call gets an id here and is a voice call unless the
 * offer has video.
 *
 * @param video the provider carries pictures; where it does not, an offer of them makes no video call
 */
export function readCallRequest(request: SipRequest, video: boolean): CallRequest {
  const named = headerValue(request, canonicalName(sipHeaders.contactId));
  const uri = parseSipUri(request.uri);
  const contact = contactIdSchema.safeParse(named === undefined ? uri && decodeUser(uri) : decodePercent(named));
  if (!contact.success) return { ok: false, status: 404, reason: 'The address names no contact' };
  const id = callIdSchema.safeParse(headerValue(request, canonicalName(sipHeaders.callId)) ?? randomUUID());
  if (!id.success) return { ok: false, status: 400, reason: `Malformed ${sipHeaders.callId}` };
  const fallback = video && /^m=video /m.test(request.body) ? 'video' : 'voice';
  const kind = callKind.safeParse(headerValue(request, canonicalName(sipHeaders.kind)) ?? fallback);
  if (!kind.success) return { ok: false, status: 400, reason: `Malformed ${sipHeaders.kind}` };
  if (kind.data === 'video' && !video) return { ok: false, status: 488, reason: 'The provider carries no pictures' };
  return { ok: true, identity: { callId: id.data, contactId: contact.data, kind: kind.data } };
}
