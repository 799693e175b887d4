/** What is written of a note while it is recorded: pieces, each with the words that say whose it is. Encrypted, they cannot be swapped or moved unseen. */
import { z } from 'zod';
import { callId, callKind, contactId, instant } from '#shared/contracts/identifiers.ts';
import { noteId } from '#shared/contracts/note.ts';

export const pieceHead = z.strictObject({
  noteId,
  callId,
  contactId,
  kind: callKind,
  mimeType: z.string().max(100),
  /** When the recording began. */
  at: instant,
  /** From 0 on, without gaps. */
  number: z.int().nonnegative(),
});
export type PieceHead = z.infer<typeof pieceHead>;
export type UnfinishedNote = Omit<PieceHead, 'number'>;

/** JSON has none but between its words, and here it has no spaces between them. */
const lineEnd = 10;

/** A line of JSON, then what the recorder wrote. */
export const packPiece = (head: PieceHead, data: Uint8Array): Uint8Array =>
  new Uint8Array(Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), data]));

/** null: it is none */
export function unpackPiece(bytes: Uint8Array): { readonly head: PieceHead; readonly data: Uint8Array } | null {
  const end = bytes.indexOf(lineEnd);
  if (end < 0) return null;
  try {
    const head = pieceHead.safeParse(JSON.parse(Buffer.from(bytes.subarray(0, end)).toString()));
    return head.success ? { head: head.data, data: bytes.subarray(end + 1) } : null;
  } catch {
    return null;
  }
}

export const pieceName = (number: number): string => `${String(number).padStart(5, '0')}.age`;

/** null: the file is no piece */
export function pieceNumberOf(name: string): number | null {
  const [, number] = /^(\d{5})\.age$/.exec(name) ?? [];
  return number === undefined ? null : Number(number);
}
