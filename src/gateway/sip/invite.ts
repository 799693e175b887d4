import { allowHeader, newBranch, newCallId, newTag, productName } from './build.ts';
import type { Header, SipText } from './message.ts';
import { formatNameAddress, type NameAddress } from './name-address.ts';
import { encodeText } from './uri.ts';

/** Content-Type of every offer and answer. */
export const sdpType: Header = { name: 'Content-Type', value: 'application/sdp' };

/** Where the gateway itself is reached inside a dialog; the socket, not the name, decides. */
export const gatewayContact = (domain: string): Header => ({
  name: 'Contact',
  value: `<sip:gateway@${domain};transport=ws>`,
});

/** CSeq of the INVITE that {@link buildInvite} makes. */
export const inviteSequence = 1;

export interface InviteParts {
  /** Contact of the registered phone. */
  readonly target: string;
  readonly agentId: string;
  readonly domain: string;
  readonly from: Pick<NameAddress, 'displayName' | 'uri'>;
  readonly headers: readonly Header[];
  readonly offerSdp: string;
}

/** An INVITE outside any dialog (RFC 3261 §13.2.1), with a Call-ID of its own. */
export function buildInvite(parts: InviteParts): SipText {
  const from = { ...parts.from, parameters: [{ name: 'tag', value: newTag() }] };
  return {
    start: { kind: 'request', method: 'INVITE', uri: parts.target },
    headers: [
      { name: 'Via', value: `SIP/2.0/WS ${parts.domain};branch=${newBranch()}` },
      { name: 'Max-Forwards', value: '70' },
      { name: 'From', value: formatNameAddress(from) },
      { name: 'To', value: `<sip:${encodeText(parts.agentId)}@${parts.domain}>` },
      { name: 'Call-ID', value: newCallId() },
      { name: 'CSeq', value: `${inviteSequence} INVITE` },
      gatewayContact(parts.domain),
      allowHeader,
      { name: 'User-Agent', value: productName },
      ...parts.headers,
      sdpType,
    ],
    body: parts.offerSdp,
  };
}
