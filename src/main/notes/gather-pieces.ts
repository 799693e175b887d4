import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type Result } from '#shared/result.ts';
import { errorCodeOf, fileFailure } from '../platform/file-failure.ts';
import { pieceName, pieceNumberOf, type UnfinishedNote, unpackPiece } from './piece.ts';
import type { GatheredNote } from './vault-messages.ts';

/**
 * Puts together what was written of a note while it was recorded, up to the first piece that is missing, spoilt or another note's.
 * @param read decrypts a file. @returns `gone`: there is no piece; `damaged`: not even the first one is whole; what else `read` answers
 */
export async function gatherPieces(
  folder: string,
  noteId: string,
  read: (path: string) => Promise<Result<Uint8Array>>,
): Promise<Result<GatheredNote>> {
  let count: number;
  try {
    // Half a piece has another name.
    count = readdirSync(folder).filter((name) => pieceNumberOf(name) !== null).length;
  } catch (error) {
    return errorCodeOf(error) === 'ENOENT' ? fail('gone') : fileFailure(error);
  }
  if (count === 0) return fail('gone');
  const parts: Uint8Array[] = [];
  let about: UnfinishedNote | null = null;
  for (let number = 0; number < count; number += 1) {
    const bytes = await read(join(folder, pieceName(number)));
    // One that is not there has others behind it.
    if (!bytes.ok && bytes.error.code !== 'damaged' && bytes.error.code !== 'gone') return bytes;
    const piece = bytes.ok ? unpackPiece(bytes.value) : null;
    if (piece === null || piece.head.noteId !== noteId || piece.head.number !== number) break;
    const { number: _number, ...note } = piece.head;
    about = note;
    parts.push(piece.data);
  }
  if (about === null) return fail('damaged', 'its beginning cannot be read');
  return ok({ note: about, live: new Uint8Array(Buffer.concat(parts)), isDamaged: parts.length < count });
}
