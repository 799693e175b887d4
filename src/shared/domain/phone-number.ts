/** Phone numbers as people type, paste and link them, to E.164 and back to something readable. */
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** Longer than any number with all its decoration; what is longer is no number (a pasted page, an attack by link). */
const longest = 100;

/** Marks that contact lists and web pages wrap around numbers and that do not show: directional marks, zero-width, no-break blanks. */
const invisible = /[\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g;

/**
 * The country in which a number without its country code is meant: that of the workspace's own number.
 *
 * @param workspaceNumber E.164; null or not readable: no country, and only international numbers can be understood.
 */
export function homeCountry(workspaceNumber: string | null): CountryCode | null {
  if (workspaceNumber === null) return null;
  return parsePhoneNumberFromString(workspaceNumber)?.country ?? null;
}

/**
 * A typed or pasted number, or a `tel:` link (RFC 3966, `phone-context` included), as E.164.
 *
 * @param country see {@link homeCountry}; null: only numbers with a country code (`+` or `00`) are understood.
 * @returns such as `+393331234567`; null where the text is not one whole number of a possible length. An extension is left out:
 * E.164 has none.
 */
export function normalisePhoneNumber(text: string, country: CountryCode | null): string | null {
  if (text.length > longest * 3) return null;
  // NFKC: full-width digits, no-break blanks and no-break hyphens become the plain ones.
  const decoded = decode(text)?.normalize('NFKC').replace(invisible, '').trim();
  if (decoded === undefined || decoded.length > longest) return null;
  const bare = /^(?:tel|callto):/i.test(decoded) ? fromLink(decoded) : decoded;
  const candidate = country === null ? bare.replace(/^00(?=[1-9])/, '+') : bare;
  const number = parsePhoneNumberFromString(candidate, {
    extract: false,
    ...(country === null ? {} : { defaultCountry: country }),
  });
  return number?.isPossible() === true ? number.number : null;
}

/**
 * A number for the eye: `+39 333 123 4567`. What is no E.164 number (a SIP user, a short code) comes back unchanged, so that
 * nothing is hidden.
 */
export function formatPhoneNumber(number: string): string {
  return parsePhoneNumberFromString(number, { extract: false })?.formatInternational() ?? number;
}

/** The subscriber part of a link, completed by a `phone-context` that is a global prefix (RFC 3966, 5.1.5); other parameters are dropped. */
function fromLink(link: string): string {
  // `//` is no part of the scheme (RFC 3966, 3) but common in the wild.
  const [subscriber = '', ...parameters] = link.replace(/^[a-z]+:(?:\/\/)?/i, '').split(';');
  const context = parameters.find((parameter) => /^phone-context=\+/i.test(parameter))?.slice('phone-context='.length);
  return context === undefined || subscriber.startsWith('+') ? subscriber : `${context}${subscriber}`;
}

/** Percent-encoding as browsers put it into links; undefined where it is broken. */
function decode(text: string): string | undefined {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
