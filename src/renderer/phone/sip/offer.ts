import { callId as callIdSchema, callKind } from '#shared/contracts/identifiers.ts';
import { type PhoneEvent, sipHeaders } from '#shared/contracts/phone.ts';

export type Offer = Omit<PhoneEvent<'call.offered'>, 'type'>;

/** What of an INVITE says who calls. */
export interface InviteHeaders {
  readonly header: (name: string) => string | undefined;
  /** Parts of the From address, as JsSIP parsed them. */
  readonly from: { readonly user: string | null; readonly host: string; readonly displayName: string | null };
}

/**
 * Reads who calls from an INVITE. A gateway says it in `X-Cornetta-…` headers; a PBX has none of them, so the call gets an id
 * made here and the name of the From header. A header that does not fit its form counts as absent.
 */
export function readOffer(invite: InviteHeaders, newId: () => string): Offer {
  const id = callIdSchema.safeParse(invite.header(sipHeaders.callId)?.trim());
  const contact = decodeText(invite.header(sipHeaders.contactId), 256);
  const kind = callKind.safeParse(invite.header(sipHeaders.kind)?.trim().toLowerCase());
  return {
    callId: id.success ? id.data : newId(),
    contactId: contact,
    name: decodeText(invite.header(sipHeaders.contactName), 200) ?? cleanText(invite.from.displayName ?? '', 200),
    address: addressOf(invite.from),
    kind: kind.success ? kind.data : 'voice',
  };
}

/** A telephone number stands for itself; any other user means something only together with its host. */
function addressOf({ user, host }: InviteHeaders['from']): string {
  if (user === null || user === '') return host.slice(0, 300);
  const plain = percentDecoded(user);
  return (/^\+?[0-9*#]+$/.test(plain) ? plain : `${plain}@${host}`).slice(0, 300);
}

/** Percent-encoded UTF-8 → text without control characters; null: absent or empty. */
export function decodeText(value: string | undefined, limit: number): string | null {
  return value === undefined ? null : cleanText(percentDecoded(value), limit);
}

/** A value that is not valid percent-encoding was probably never encoded: it is taken as it stands. */
function percentDecoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function cleanText(value: string, limit: number): string | null {
  const clean = value.replace(/\p{Cc}+/gu, ' ').trim();
  // A pair of surrogates is not cut in two.
  return clean === ''
    ? null
    : clean
        .slice(0, limit)
        .replace(/[\uD800-\uDBFF]$/, '')
        .trim();
}
