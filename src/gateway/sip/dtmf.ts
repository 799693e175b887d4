/**
 * The digit of an INFO body: `application/dtmf-relay` (`Signal=5` and `Duration=160` on lines of their own, as Cisco and JsSIP send it)
 * or `application/dtmf` (the digit alone). null where the body names none.
 */
export function parseDtmf(contentType: string | null, body: string): string | null {
  const text = contentType === 'application/dtmf-relay' ? signalOf(body) : body.trim();
  return /^[0-9A-D*#]$/i.test(text) ? text.toUpperCase() : null;
}

function signalOf(body: string): string {
  const lines = body.split(/\r?\n/).map((line) => line.split('='));
  return lines.find(([name]) => name?.trim().toLowerCase() === 'signal')?.[1]?.trim() ?? '';
}

export const isDtmfType = (contentType: string | null): boolean =>
  contentType === 'application/dtmf-relay' || contentType === 'application/dtmf';
