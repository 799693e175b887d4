/** What stands in a log in the place of something private. */
const hidden = '[…]';

/** Whole values behind these names are never logged, whatever they hold. Compared without case, hyphens and underscores. */
const privateNames: ReadonlySet<string> = new Set([
  'authorization',
  'proxyauthorization',
  'authenticate',
  'body',
  'cookie',
  'credential',
  'credentials',
  'displayname',
  'message',
  'messagetext',
  'password',
  'response',
  'sdp',
  'secret',
  'text',
  'ticket',
  'token',
]);

/** Names of people's numbers: enough is left to tell two of them apart. */
const numberNames: ReadonlySet<string> = new Set(['phone', 'number', 'address', 'caller', 'callee', 'from', 'to']);

type Replacement = string | ((whole: string, ...groups: string[]) => string);

const patterns: readonly (readonly [RegExp, Replacement])[] = [
  // SIP and HTTP credentials, to the end of the line.
  [/^([ \t]*(?:proxy-)?authorization[ \t]*:[ \t]*\S+)[^\r\n]*/gim, `$1 ${hidden}`],
  [/\b(digest)[ \t]+[a-z]+[ \t]*=[^\r\n]*/gi, `$1 ${hidden}`],
  [/\b(bearer)[ \t]+[^\s,;"']{4,}/gi, `$1 ${hidden}`],
  [/\b(basic)[ \t]+[a-z0-9+/_-]{12,}={0,2}/gi, `$1 ${hidden}`],
  [
    /\b(access_token|token|ticket|password|secret|credential|response|nonce)(["']?\s*[=:]\s*["']?)[^\s&"',;}]+/gi,
    `$1$2${hidden}`,
  ],
  // User and password inside an address.
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, `$1${hidden}@`],
  [/\b(sips?|tel):([^\s@;>,"']+)/gi, (_whole, scheme = '', user = '') => `${scheme}:${shortened(user)}`],
  [/(?<![\w.])(?:\+|00)[1-9](?:[ .()/-]{0,2}\d){6,14}(?!\w)/g, shortened],
  [/(?<![\w.+-])\(?\d{2,4}\)?[ -]\d{3,4}[ -]?\d{3,4}(?![\w-])/g, shortened],
  [/(?<![\w.+:-])\d{8,15}(?![\w-]|[.:]\d)/g, shortened],
];

/** Takes telephone numbers, credentials and tickets out of a line of log. Two numbers can still be told apart by their last two digits. */
export function redactText(text: string): string {
  return patterns.reduce(
    (line, [pattern, by]) => (typeof by === 'string' ? line.replace(pattern, by) : line.replace(pattern, by)),
    text,
  );
}

/** The same for the details of a line, at any depth; values behind private names go whole. */
export function redactDetails(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint' || typeof value === 'symbol' || typeof value === 'function')
    return String(typeof value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > 6) return hidden;
  if (value instanceof Error) return redactText(value.stack ?? value.message);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => redactDetails(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, 100)
      .map(([name, part]) => [name, redactNamed(name, part, depth)]),
  );
}

function redactNamed(name: string, value: unknown, depth: number): unknown {
  const plain = name.toLowerCase().replaceAll(/[-_]/g, '');
  if (value === null || value === undefined || typeof value === 'boolean') return value;
  if (privateNames.has(plain)) return hidden;
  if (numberNames.has(plain) && typeof value === 'string' && /(?:\d\D?){5}/.test(value)) return shortened(value);
  return redactDetails(value, depth + 1);
}

/** The last two digits of a number, however it is written; of anything else nothing. */
function shortened(value: string): string {
  if (!/^[+(]?\d[\d .()/-]*$/.test(value)) return hidden;
  return `[…${value.replaceAll(/\D/g, '').slice(-2)}]`;
}
