import type { CountryCode } from 'libphonenumber-js/min';
import type { PhoneEvent } from '#shared/contracts/phone.ts';
import type { Contact } from '#shared/contracts/records.ts';
import { formatPhoneNumber, normalisePhoneNumber } from '#shared/domain/phone-number.ts';

/** Longest contact id (contracts/identifiers.ts). */
const longestId = 256;

/**
 * Who calls, from the offer alone. A gateway names the contact; for a PBX the address makes one: `tel:` plus E.164 where it is a
 * number, else `sip:` plus the address. What the cache knows better is told later by the `contact` system event.
 *
 * @param country where a number without country code is meant (domain/phone-number.ts `homeCountry`).
 * @param domain the PBX's own: completes an address that is only a user part; left out of the name. null: with a gateway.
 */
export function identifyContact(
  offer: PhoneEvent<'call.offered'>,
  country: CountryCode | null,
  domain: string | null,
): Contact {
  const address = offer.address.replace(/^sips?:/i, '') || 'anonymous';
  const [user = '', host = domain] = address.split('@', 2);
  // A provider's user id may be all digits: with a gateway only a `+` makes a number.
  const phone = offer.contactId !== null && !user.startsWith('+') ? null : normalisePhoneNumber(user, country);
  // Putting a number into its country's form takes longer than all the rest.
  const shown = () => (phone === null ? (host === domain ? user : address) : formatPhoneNumber(phone));
  const sip = host === null ? `sip:${user}` : `sip:${user}@${host}`;
  return {
    id: (offer.contactId ?? (phone === null ? sip : `tel:${phone}`)).slice(0, longestId),
    name: (offer.name?.trim() || shown()).slice(0, 200),
    phone,
  };
}
