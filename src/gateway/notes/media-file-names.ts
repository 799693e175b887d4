import { createHash } from 'node:crypto';
import { noteId } from '#shared/contracts/note.ts';

/** What the name of a media file says. */
export interface MediaFileName {
  readonly id: string;
  /** See `digestOf`. */
  readonly digest: string;
  /** See {@link markOf}. */
  readonly mark: string;
}

/** Tells keys apart without saying anything of them: what another key wrote is not damaged. */
export const markOf = (identity: string): string => createHash('sha256').update(identity).digest('hex').slice(0, 8);

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const shape = /^(_?[0-9a-z-]{1,206})\.([0-9a-f]{32})\.([0-9a-f]{8})\.age$/;
const digits = '0123456789abcdefghijklmnopqrstuv';

/**
 * `<id>.<digest>.<mark of the key>.age`. Letter case tells ids apart but not file names everywhere, and some words name devices on Windows: so an id that is
 * no UUID is written as an underscore and its bytes in base 32 (RFC 4648 §7, without padding).
 */
export const mediaFileName = ({ id, digest, mark }: MediaFileName): string =>
  `${uuid.test(id) ? id : `_${toBase32(id)}`}.${digest}.${mark}.age`;

/** null: it is none of ours. */
export function parseMediaFileName(name: string): MediaFileName | null {
  const [, written, digest, mark] = shape.exec(name) ?? [];
  if (written === undefined || digest === undefined || mark === undefined) return null;
  const id = written.startsWith('_') ? fromBase32(written.slice(1)) : written;
  return noteId.safeParse(id).success && mediaFileName({ id, digest, mark }) === name ? { id, digest, mark } : null;
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
