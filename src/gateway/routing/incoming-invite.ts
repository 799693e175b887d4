import { sipHeaders } from '#shared/contracts/phone.ts';
import type { IncomingCall as IncomingCallOffer } from '../connectors/connector.ts';
import { recvInfoHeaders } from '../sip/info-package.ts';
import { buildInvite } from '../sip/invite.ts';
import type { Binding } from '../sip/location.ts';
import { header, type SipText } from '../sip/message.ts';
import { cleanPhrase } from '../sip/reasons.ts';
import { encodeText } from '../sip/uri.ts';

/** The INVITE for one phone: who calls, and what the contact offers. */
export function incomingInvite(
  offer: IncomingCallOffer,
  { contact, agentId }: Binding,
  domain: string,
  takesReactions: boolean,
): SipText {
  const { callId, contactId, contactName, contactPhone, kind, offerSdp } = offer;
  const user = encodeText(contactId);
  const number = contactPhone?.replace(/[^+\d]/g, '') ?? '';
  const asserted = number === '' ? [] : [header('P-Asserted-Identity', `<tel:${number}>`)];
  return buildInvite({
    target: contact,
    agentId,
    domain,
    from: { displayName: cleanPhrase(contactName), uri: `sip:${user}@${domain}` },
    headers: [
      header(sipHeaders.callId, callId),
      header(sipHeaders.contactId, user),
      header(sipHeaders.contactName, encodeText(contactName)),
      header(sipHeaders.kind, kind),
      ...asserted,
      ...recvInfoHeaders(takesReactions),
    ],
    offerSdp,
  });
}
