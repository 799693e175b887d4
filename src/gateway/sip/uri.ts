import { decodePercent, splitOutside } from './grammar.ts';
import { type Parameter, parseParameters } from './parameters.ts';

/** A SIP or SIPS URI (RFC 3261 §19.1). */
export interface SipUri {
  readonly scheme: 'sip' | 'sips';
  /**
   * Everything before the `@` as it stands, escapes included: JsSIP leaves `:` unescaped in user parts, so what the grammar
   * calls a password is part of the user here.
   */
  readonly user: string | null;
  /** Lower case; IPv6 in brackets. */
  readonly host: string;
  readonly port: number | null;
  readonly parameters: readonly Parameter[];
  /** What stands behind `?`, as it came. */
  readonly headers: string | null;
}

const userPattern = /^(?:[A-Za-z0-9\-_.!~*'()&=+$,;?/:]|%[0-9A-Fa-f]{2})+$/;
const hostPattern = /^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9](?:[A-Za-z0-9\-.]*[A-Za-z0-9.])?)$/;
const headersPattern = /^(?:[A-Za-z0-9\-_.!~*'()[\]/?:+$&=]|%[0-9A-Fa-f]{2})+$/;

/** null: no SIP or SIPS URI, or a malformed one. */
export function parseSipUri(text: string): SipUri | null {
  const match = /^(sips?):(.+)$/is.exec(text);
  if (match === null) return null;
  const [, scheme = '', rest = ''] = match;
  const at = rest.indexOf('@');
  const user = at === -1 ? null : rest.slice(0, at);
  if (user !== null && !userPattern.test(user)) return null;
  const afterUser = rest.slice(at + 1);
  const question = afterUser.indexOf('?');
  const headers = question === -1 ? null : afterUser.slice(question + 1);
  if (headers !== null && !headersPattern.test(headers)) return null;
  const [hostPort = '', ...parameterTexts] = (question === -1 ? afterUser : afterUser.slice(0, question)).split(';');
  const address = parseHostPort(hostPort);
  const parameters = parseParameters(parameterTexts);
  if (address === null || parameters === null) return null;
  return { scheme: scheme.toLowerCase() === 'sips' ? 'sips' : 'sip', user, ...address, parameters, headers };
}

/** `host[:port]`; null where it is neither a name, an IPv4 address nor a bracketed IPv6 address. */
export function parseHostPort(text: string): { readonly host: string; readonly port: number | null } | null {
  const match = /^(\[[^\]]*\]|[^:[\]]*)(?::(\d{1,5}))?$/.exec(text);
  if (match === null) return null;
  const [, host = '', portText] = match;
  if (host.length > 255 || !hostPattern.test(host)) return null;
  const port = portText === undefined ? null : Number(portText);
  return port !== null && (port < 1 || port > 65_535) ? null : { host: host.toLowerCase(), port };
}

/** The user part without escapes; null where there is none or its escapes are no UTF-8. */
export const decodeUser = (uri: SipUri): string | null => (uri.user === null ? null : decodePercent(uri.user));

/** Percent-encoded UTF-8, fit for a user part: half a surrogate pair, which has no UTF-8, becomes U+FFFD instead of an exception. */
export const encodeText = (text: string): string => encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD'));

/** Whether a text may stand between `<` and `>`: some scheme, then neither blanks nor brackets. */
export const isAbsoluteUri = (text: string): boolean =>
  /^[A-Za-z][A-Za-z0-9+\-.]*:[^\s<>"]+$/.test(text) && splitOutside(text, ';') !== null;
