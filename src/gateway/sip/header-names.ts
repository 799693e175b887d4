/** Compact forms (RFC 3261 §7.3.3 and the IANA registry). */
const compactForms: Readonly<Record<string, string>> = {
  a: 'Accept-Contact',
  b: 'Referred-By',
  c: 'Content-Type',
  e: 'Content-Encoding',
  f: 'From',
  i: 'Call-ID',
  k: 'Supported',
  l: 'Content-Length',
  m: 'Contact',
  o: 'Event',
  r: 'Refer-To',
  s: 'Subject',
  t: 'To',
  u: 'Allow-Events',
  v: 'Via',
  x: 'Session-Expires',
};

const irregular: Readonly<Record<string, string>> = {
  'call-id': 'Call-ID',
  cseq: 'CSeq',
  'www-authenticate': 'WWW-Authenticate',
  'mime-version': 'MIME-Version',
};

/** The usual spelling of a header's name, compact forms written out: `i` and `CALL-ID` become `Call-ID`. */
export function canonicalName(name: string): string {
  const lower = name.toLowerCase();
  const known =
    (Object.hasOwn(compactForms, lower) ? compactForms[lower] : undefined) ??
    (Object.hasOwn(irregular, lower) ? irregular[lower] : undefined);
  return known ?? lower.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
}

/** Headers that may stand at most once; two of them would be read differently by different elements. */
export const singleHeaders: ReadonlySet<string> = new Set([
  'From',
  'To',
  'Call-ID',
  'CSeq',
  'Max-Forwards',
  'Content-Length',
  'Content-Type',
  'Expires',
  'Min-Expires',
  'Info-Package',
]);
