import type { CountryCode } from 'libphonenumber-js/min';
import type { Contact } from '#shared/contracts/records.ts';
import { formatPhoneNumber, normalisePhoneNumber } from '#shared/domain/phone-number.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { CacheStore } from '../store/cache-store.ts';

export interface CallTargetOptions {
  readonly cache: Pick<CacheStore, 'contact' | 'contactByPhone'>;
  /** `gateway`: contacts are dialled by their id. `pbx`: by number or SIP address, within that domain. */
  readonly dial: { readonly mode: 'gateway' } | { readonly mode: 'pbx'; readonly domain: string };
  /** Where a number without country code is meant. */
  readonly country: () => CountryCode | null;
}

export interface CallTarget {
  readonly contact: Contact;
  /** What is dialled: contracts/phone.ts `PlaceTarget.uri`. */
  readonly uri: string;
}

const sipAddress = /^sips?:([^\s@<>"]{1,120})@[^\s@<>"]{1,120}$/i;
/** What people type for an extension: digits, star and hash. */
const extension = /^[0-9*#]{1,32}$/;

/** The host, and port where there is one, of a SIP address; empty where it has none. */
export const domainOf = (uri: string): string => uri.split('@')[1]?.split(/[;?]/)[0] ?? '';

/** What only a PBX can dial: an extension, or a SIP address. null: neither. */
export function dialAddress(text: string): string | null {
  const typed = text.trim();
  return extension.test(typed) || sipAddress.test(typed) ? typed : null;
}

/** From what the agent chose or typed to whom it is and what to dial. Errors: `not-found`, `invalid` (no number), `unsupported`. */
export function createCallTarget({ cache, dial, country }: CallTargetOptions) {
  function uriOf(contact: Contact): Result<string> {
    if (dial.mode === 'gateway') return ok(encodeURIComponent(contact.id));
    if (sipAddress.test(contact.id)) return ok(contact.id);
    if (contact.phone !== null) return ok(`sip:${contact.phone}@${dial.domain}`);
    return fail('unsupported', 'the contact has neither a number nor an address');
  }

  async function known(contactId: string): Promise<Result<CallTarget>> {
    const found = await cache.contact(contactId);
    if (!found.ok) return found;
    if (found.value === null) return fail('not-found');
    const uri = uriOf(found.value.contact);
    return uri.ok ? ok({ contact: found.value.contact, uri: uri.value }) : uri;
  }

  async function typed(number: string): Promise<Result<CallTarget>> {
    const text = number.trim();
    const phone = normalisePhoneNumber(text, country());
    if (dial.mode === 'pbx') return phone === null ? address(text, dial.domain) : numbered(phone, null, dial.domain);
    if (phone === null) return fail('invalid', 'this is no phone number');
    const found = await cache.contactByPhone(phone);
    if (!found.ok) return found;
    return found.value === null ? fail('not-found', 'no contact has this number') : known(found.value.id);
  }

  /** @param uri as it was typed; null: only the number was */
  async function numbered(phone: string, uri: string | null, domain: string): Promise<Result<CallTarget>> {
    const found = await cache.contactByPhone(phone);
    if (!found.ok) return found;
    if (found.value !== null && uri === null) return known(found.value.id);
    const contact = found.value ?? { id: `tel:${phone}`, name: formatPhoneNumber(phone), phone };
    return ok({ contact, uri: uri ?? `sip:${phone}@${domain}` });
  }

  async function address(text: string, domain: string): Promise<Result<CallTarget>> {
    // `#` has no place in an address as it is (RFC 3261, 25.1).
    const uri = extension.test(text) ? `sip:${encodeURIComponent(text)}@${domain}` : text;
    const [, user = ''] = sipAddress.exec(uri) ?? [];
    if (user === '') return fail('invalid', 'this is neither a phone number nor a SIP address');
    // Under the id under which the same address calls us (queue/identify.ts).
    const phone = uri === text ? normalisePhoneNumber(user, country()) : null;
    if (phone !== null) return numbered(phone, uri, domain);
    const bare = uri.replace(/^sips?:/i, '');
    const found = await cache.contact(`sip:${bare}`);
    if (!found.ok) return found;
    const name = uri === text ? bare.replace(`@${domain}`, '') : text;
    return ok({ contact: found.value?.contact ?? { id: `sip:${bare}`, name, phone: null }, uri });
  }

  return (target: { readonly contactId?: string | undefined; readonly number?: string | undefined }) =>
    target.contactId !== undefined ? known(target.contactId) : typed(target.number ?? '');
}
