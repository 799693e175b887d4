/**
 * Where a number belongs: its country by libphonenumber, occupied areas by area code as far as that goes. docs/rules.md says what can be
 * told from a number and what cannot.
 */
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { AreaId, RuleProfile } from '#shared/contracts/rule-profile.ts';

export interface NumberRegion {
  readonly ok: true;
  readonly country: CountryCode;
  readonly area: AreaId | null;
  /**
   * With an area: the number belongs there (a landline); false: the code was handed out there and the telephone may be elsewhere.
   * Without: it is in none of the areas that have rules of their own; false: that cannot be told (mobiles of the countries concerned).
   */
  readonly certain: boolean;
}

export type NumberRegionResult =
  | NumberRegion
  /** not of the form of an international number, or of a length that its country does not have */
  | { readonly ok: false; readonly flaw: 'number-impossible' }
  /** a calling code that nobody has, or that belongs to no country (satellite and international networks) */
  | { readonly ok: false; readonly flaw: 'region-unknown' };

/** @param number E.164 with `+` (domain/phone-number.ts makes it of what people type) */
export function regionOfNumber(number: string, { regions }: Pick<RuleProfile, 'regions'>): NumberRegionResult {
  if (!/^\+[1-9]\d{5,14}$/.test(number)) return { ok: false, flaw: 'number-impossible' };
  const parsed = parsePhoneNumberFromString(number, { extract: false });
  if (parsed === undefined) return { ok: false, flaw: 'region-unknown' };
  if (!parsed.isPossible()) return { ok: false, flaw: 'number-impossible' };
  // Ranges that are not in use belong to no single country of a shared code; the main one stands first.
  const country = parsed.country ?? parsed.getPossibleCountries()[0];
  if (country === undefined) return { ok: false, flaw: 'region-unknown' };
  return { ok: true, country, ...areaOf(number, regions) };
}

function areaOf(number: string, regions: RuleProfile['regions']): Pick<NumberRegion, 'area' | 'certain'> {
  const begins = (prefix: string): boolean => number.startsWith(prefix);
  for (const area of areaIds) {
    const { certain, likely } = regions.areas[area];
    if (certain.some(begins)) return { area, certain: true };
    if (likely.some(begins)) return { area, certain: false };
  }
  return { area: null, certain: !regions.unlocatable.some(begins) };
}

const areaIds: readonly AreaId[] = ['crimea', 'donetsk', 'luhansk'];

/** Whether the profile forbids calls with that number. An area that is only likely forbids nothing. */
export function isBlocked(
  { country, area, certain }: NumberRegion,
  { regions }: Pick<RuleProfile, 'regions'>,
): boolean {
  return (
    regions.blockedCountries.includes(country) || (area !== null && certain && regions.blockedAreas.includes(area))
  );
}

/** A likely number of a blocked area: allowed, with a warning. */
export function isDoubtful({ area, certain }: NumberRegion, { regions }: Pick<RuleProfile, 'regions'>): boolean {
  return area !== null && !certain && regions.blockedAreas.includes(area);
}
