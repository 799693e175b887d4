/**
 * Prices by country, and their import from CSV: `country, price per minute, currency[, from minutes]`. A country is an ISO code (`IT`) or
 * the beginning of its numbers (`39`, `+1268`); the price is exact; `from minutes` is the volume of the month from which it holds.
 */
import { type CountryCode, getCountries, getCountryCallingCode } from 'libphonenumber-js/min';
import type { RuleProfile } from '#shared/contracts/rule-profile.ts';
import { moneyToDecimal, parseMoney } from '../money.ts';
import { type CsvRecord, readCsv } from './csv.ts';
import { type CallRate, chargedSeconds } from './price.ts';
import { regionOfNumber } from './regions.ts';

export interface CardRate extends CallRate {
  /** ISO country, or the beginning of numbers without `+`. */
  readonly place: string;
  /** Minutes of the month above which it holds; 0: from the first. */
  readonly fromMinutes: number;
}

export type RateCard = readonly CardRate[];

export interface RateCardFlaw {
  /** Counted from 1. */
  readonly line: number;
  readonly flaw:
    | 'quote-not-closed'
    | 'text-after-quote'
    | 'too-few-columns'
    | 'too-many-columns'
    | 'country-unknown'
    | 'price-invalid'
    | 'price-negative'
    | 'currency-invalid'
    | 'currency-other'
    | 'minutes-invalid'
    | 'duplicate'
    | 'no-first-rate'
    | 'empty'
    | 'too-many'
    | 'too-long';
  /** What stood there, shortened. */
  readonly value: string;
  /** English sentence for whoever mends the file. */
  readonly message: string;
}

export type RateCardImport =
  | { readonly ok: true; readonly card: RateCard }
  /** Every fault of the file, by line. Nothing is imported. */
  | { readonly ok: false; readonly flaws: readonly RateCardFlaw[] };

/** A card of every country and tier has some 2,000 lines. */
const maxCharacters = 500_000;
/** As many as a card may have (contracts/rate-card.ts). */
const maxRates = 5_000;

/** @param balanceCurrency what calls are paid with: prices in another one could neither be weighed against the balance nor taken from it; null: not known */
export function importRateCard(text: string, balanceCurrency: string | null = null): RateCardImport {
  if (text.length > maxCharacters)
    return { ok: false, flaws: [flaw(1, 'too-long', '', `is longer than ${maxCharacters} characters`)] };
  const table = readCsv(text);
  const flaws: RateCardFlaw[] = table.flaws.map(({ line, flaw: found }) =>
    flaw(
      line,
      found,
      '',
      found === 'quote-not-closed'
        ? 'has a quotation mark that is never closed'
        : 'has text behind a closing quotation mark',
    ),
  );
  // ISO 4217, as the platform knows it.
  const currencies = new Set(Intl.supportedValuesOf('currency'));
  const card: CardRate[] = [];
  const lines = new Map<string, number>();
  const rows = isHeader(table.records[0]) ? table.records.slice(1) : table.records;
  for (const record of rows) {
    const read = readRate(record, table.delimiter, currencies);
    flaws.push(...read.flaws);
    if (read.rate === null) continue;
    const { currency } = read.rate;
    if (balanceCurrency !== null && currency !== balanceCurrency)
      flaws.push(
        flaw(
          record.line,
          'currency-other',
          currency,
          `"${currency}" is not the currency of the balance, ${balanceCurrency}`,
        ),
      );
    const key = keyOf(read.rate);
    const earlier = lines.get(key);
    if (earlier === undefined) {
      lines.set(key, record.line);
      card.push(read.rate);
      if (card.length === maxRates + 1)
        flaws.push(
          flaw(record.line, 'too-many', read.rate.place, `is one price more than the ${maxRates} there may be`),
        );
    } else
      flaws.push(flaw(record.line, 'duplicate', read.rate.place, `repeats "${read.rate.place}" of line ${earlier}`));
  }
  flaws.push(...withoutFirstRate(card, lines));
  if (rows.length === 0 && flaws.length === 0) flaws.push(flaw(1, 'empty', '', 'the file has no prices'));
  if (flaws.length > 0) return { ok: false, flaws: flaws.sort((left, right) => left.line - right.line) };
  return { ok: true, card };
}

const keyOf = ({ place, fromMinutes }: Pick<CardRate, 'place' | 'fromMinutes'>): string => `${place} ${fromMinutes}`;

/** Places with prices for a large volume only, each at its first line. */
function withoutFirstRate(card: RateCard, lines: ReadonlyMap<string, number>): readonly RateCardFlaw[] {
  const firsts = new Map(card.toReversed().map((rate) => [rate.place, rate]));
  return [...firsts.values()]
    .filter(({ place }) => !lines.has(keyOf({ place, fromMinutes: 0 })))
    .map((rate) =>
      flaw(
        lines.get(keyOf(rate)) ?? 1,
        'no-first-rate',
        rate.place,
        `"${rate.place}" has no price for the first minutes of a month`,
      ),
    );
}

const flaw = (line: number, kind: RateCardFlaw['flaw'], value: string, what: string): RateCardFlaw => ({
  line,
  flaw: kind,
  value: value.slice(0, 40),
  message: `line ${line}: ${what}`,
});

/** Titles have no digits where a price would stand, and no country where one would. */
function isHeader(record: CsvRecord | undefined): boolean {
  const [first = '', second = ''] = record?.cells ?? [];
  return second !== '' && !/\d/.test(second) && placeOf(first) === null;
}

function readRate(
  { line, cells }: CsvRecord,
  delimiter: ',' | ';',
  currencies: ReadonlySet<string>,
): { readonly rate: CardRate | null; readonly flaws: readonly RateCardFlaw[] } {
  // Spreadsheets fill short rows with empty cells.
  const given = cells.slice(0, cells.findLastIndex((cell) => cell.trim() !== '') + 1).map((cell) => cell.trim());
  const [country = '', price = '', currency = '', minutes = '0'] = given;
  if (given.length < 3)
    return { rate: null, flaws: [flaw(line, 'too-few-columns', '', 'must have country, price and currency')] };
  if (given.length > 4)
    return { rate: null, flaws: [flaw(line, 'too-many-columns', given[4] ?? '', 'has more than four columns')] };
  const flaws: RateCardFlaw[] = [];
  const place = placeOf(country);
  if (place === null)
    flaws.push(flaw(line, 'country-unknown', country, `"${country.slice(0, 40)}" is no country code such as IT or 39`));
  // Where semicolons part the cells, the comma is the decimal sign.
  const perMinute = parseMoney(delimiter === ';' ? price.replace(',', '.') : price);
  if (perMinute === null)
    flaws.push(flaw(line, 'price-invalid', price, `"${price.slice(0, 40)}" is no price such as 0.0103`));
  else if (perMinute < 0n) flaws.push(flaw(line, 'price-negative', price, `"${price.slice(0, 40)}" is below zero`));
  if (!currencies.has(currency.toUpperCase()))
    flaws.push(flaw(line, 'currency-invalid', currency, `"${currency.slice(0, 40)}" is no currency code such as USD`));
  if (!/^\d{1,9}$/.test(minutes))
    flaws.push(flaw(line, 'minutes-invalid', minutes, `"${minutes.slice(0, 40)}" is no whole number of minutes`));
  if (flaws.length > 0 || place === null || perMinute === null) return { rate: null, flaws };
  const rate = {
    place,
    perMinute: moneyToDecimal(perMinute),
    currency: currency.toUpperCase(),
    fromMinutes: Number(minutes),
  };
  return { rate, flaws };
}

/** null: neither an ISO country with telephones nor the beginning of international numbers. */
function placeOf(text: string): string | null {
  const iso = text.toUpperCase();
  if (/^[A-Z]{2}$/.test(iso)) return getCountries().some((country) => country === iso) ? iso : null;
  const digits = text.replace(/^(?:\+|00)/, '').replace(/[ -]/g, '');
  if (!/^[1-9]\d{0,6}$/.test(digits)) return null;
  return getCountries().some((known) => digits.startsWith(getCountryCallingCode(known))) ? digits : null;
}

/**
 * The rate for a number: its country's line, else the longest beginning that fits.
 *
 * @param secondsBefore charged in the month so far for numbers of its country. The whole call takes the lower rate where it crosses a bound.
 * @returns null where the card has none, or the number belongs nowhere.
 */
export function rateOf(
  card: RateCard,
  number: string,
  profile: RuleProfile,
  volume: { readonly secondsBefore: number; readonly talkMs: number } = { secondsBefore: 0, talkMs: 0 },
): CallRate | null {
  const region = regionOfNumber(number, profile);
  if (!region.ok) return null;
  const rates = ratesFor(card, number, region.country);
  const total = volume.secondsBefore + chargedSeconds(volume.talkMs, profile);
  const reached = rates.filter(
    ({ fromMinutes }) => fromMinutes === 0 || (profile.price.volumeTiers && total > fromMinutes * 60),
  );
  const rate = reached.toSorted((left, right) => right.fromMinutes - left.fromMinutes)[0];
  return rate === undefined ? null : { perMinute: rate.perMinute, currency: rate.currency };
}

function ratesFor(card: RateCard, number: string, country: CountryCode): RateCard {
  const ofCountry = card.filter(({ place }) => place === country);
  if (ofCountry.length > 0) return ofCountry;
  const digits = number.slice(1);
  const fitting = card.filter(({ place }) => /^\d/.test(place) && digits.startsWith(place));
  const longest = Math.max(0, ...fitting.map(({ place }) => place.length));
  return fitting.filter(({ place }) => place.length === longest);
}
