import { createHash, timingSafeEqual } from 'node:crypto';
import { isToken, splitOutside } from './grammar.ts';
import { parseParameters } from './parameters.ts';

/**
 * Best first, as RFC 8760 §2.4 wants challenges ordered. JsSIP can do MD5 only and looks at the last challenge only, so this order suits it
 * too.
 */
export const digestAlgorithms = ['SHA-256', 'MD5'] as const;
export type DigestAlgorithm = (typeof digestAlgorithms)[number];

/** Parameters of an `Authorization: Digest …` header by name, without quotes. */
export type DigestCredentials = Readonly<Record<string, string>>;

/** null where the value is no Digest header or names a parameter twice. */
export function parseDigestHeader(value: string): DigestCredentials | null {
  const match = /^Digest\s+(\S.*)$/is.exec(value);
  const parts = match === null ? null : splitOutside(match[1] ?? '', ',');
  const parameters = parts === null ? null : parseDigestParameters(parts);
  if (parameters === null) return null;
  const credentials = Object.fromEntries(parameters);
  return Object.keys(credentials).length === parameters.length ? credentials : null;
}

/** Unlike header parameters, unquoted digest values may hold `=` and `/` (base64 nonces, URIs of lax clients). */
function parseDigestParameters(parts: readonly string[]): readonly (readonly [string, string])[] | null {
  const entries: (readonly [string, string])[] = [];
  for (const part of parts) {
    const equals = part.indexOf('=');
    const name = part.slice(0, Math.max(equals, 0)).trim().toLowerCase();
    const raw = part.slice(equals + 1).trim();
    if (!isToken(name) || raw === '') return null;
    const quoted = raw.startsWith('"') ? parseParameters([`${name}=${raw}`])?.[0]?.value : raw;
    if (typeof quoted !== 'string') return null;
    entries.push([name, quoted]);
  }
  return entries;
}

export interface DigestInput {
  readonly algorithm: DigestAlgorithm;
  readonly username: string;
  readonly realm: string;
  readonly password: string;
  readonly method: string;
  readonly uri: string;
  readonly nonce: string;
  /** null: the old form of RFC 2069, without counter. */
  readonly qop: { readonly value: 'auth'; readonly nc: string; readonly cnonce: string } | null;
}

/** The `response` of RFC 7616 §3.4.1, hexadecimal. */
export function digestResponse(input: DigestInput): string {
  const hash = (text: string): string =>
    createHash(input.algorithm === 'MD5' ? 'md5' : 'sha256')
      .update(text)
      .digest('hex');
  const secret = hash(`${input.username}:${input.realm}:${input.password}`);
  const action = hash(`${input.method}:${input.uri}`);
  if (input.qop === null) return hash(`${secret}:${input.nonce}:${action}`);
  const { nc, cnonce, value } = input.qop;
  return hash(`${secret}:${input.nonce}:${nc}:${cnonce}:${value}:${action}`);
}

/** Compares without telling by its duration where two texts differ. */
export function sameSecret(left: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
