import { noteId } from '#shared/contracts/note.ts';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const shape = /^(_?[0-9a-z-]{1,206})\.([0-9a-f]{40})\.age$/;
const digits = '0123456789abcdefghijklmnopqrstuv';

/**
 * `<id>.<digest>.age`. Letter case tells ids apart but not file names everywhere, and some words name devices on Windows: so an id that is
 * no UUID is written as an underscore and its bytes in base 32 (RFC 4648 §7, without padding).
 */
export const mediaFileName = (id: string, digest: string): string =>
  `${uuid.test(id) ? id : `_${toBase32(id)}`}.${digest}.age`;

/** null: it is none of ours. */
export function parseMediaFileName(name: string): { readonly id: string; readonly digest: string } | null {
  const [, written, digest] = shape.exec(name) ?? [];
  if (written === undefined || digest === undefined) return null;
  const id = written.startsWith('_') ? fromBase32(written.slice(1)) : written;
  return noteId.safeParse(id).success && mediaFileName(id, digest) === name ? { id, digest } : null;
}

function toBase32(text: string): string {
  const bits = [...Buffer.from(text)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((five) => digits[Number.parseInt(five.padEnd(5, '0'), 2)]).join('');
}

function fromBase32(text: string): string {
  const bits = [...text].map((digit) => Math.max(0, digits.indexOf(digit)).toString(2).padStart(5, '0')).join('');
  const bytes = (bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2));
  return Buffer.from(bytes).toString();
}
