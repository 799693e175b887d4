/** One value of a SIP Reason header (RFC 3326). */
export interface Reason {
  /** In upper case, for example `SIP` or `Q.850`. */
  readonly protocol: string;
  readonly cause: number | null;
  readonly text: string | null;
}

/**
 * Reads Reason headers; several values may stand in one header, separated by commas.
 * What cannot be understood is left out: the header only explains, it never decides alone.
 */
export function parseReasons(headers: readonly string[]): readonly Reason[] {
  return headers
    .flatMap((header) => splitOutsideQuotes(header, ','))
    .map(parseReason)
    .filter((reason) => reason !== null);
}

/** Another agent took the call: RFC 3326 §3.1 (SIP 200), or ITU-T Q.850 cause 26 as some PBXs write it. */
export function completedElsewhere(reasons: readonly Reason[]): boolean {
  return reasons.some(
    ({ protocol, cause }) => (protocol === 'SIP' && cause === 200) || (protocol === 'Q.850' && cause === 26),
  );
}

function parseReason(value: string): Reason | null {
  const [protocol, ...parameters] = splitOutsideQuotes(value, ';');
  if (protocol === undefined || !/^[A-Za-z0-9.!%*_+`'~-]+$/.test(protocol)) return null;
  const named = new Map(parameters.map(parseParameter));
  const cause = named.get('cause');
  return {
    protocol: protocol.toUpperCase(),
    cause: cause !== undefined && /^\d{1,4}$/.test(cause) ? Number(cause) : null,
    text: named.get('text') ?? null,
  };
}

function parseParameter(parameter: string): [string, string] {
  const at = parameter.indexOf('=');
  if (at < 0) return [parameter.toLowerCase(), ''];
  return [parameter.slice(0, at).trim().toLowerCase(), unquote(parameter.slice(at + 1).trim())];
}

function unquote(value: string): string {
  const quoted = /^"((?:[^"\\]|\\.)*)"$/s.exec(value)?.[1];
  return quoted === undefined ? value : quoted.replace(/\\(.)/gs, '$1');
}

function splitOutsideQuotes(value: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let part = '';
  let quoted = false;
  for (let at = 0; at < value.length; at += 1) {
    const character = value.charAt(at);
    if (quoted && character === '\\') {
      part += character + value.charAt(at + 1);
      at += 1;
      continue;
    }
    if (character === '"') quoted = !quoted;
    if (character === separator && !quoted) {
      parts.push(part.trim());
      part = '';
    } else {
      part += character;
    }
  }
  parts.push(part.trim());
  return parts.filter((text) => text !== '');
}
