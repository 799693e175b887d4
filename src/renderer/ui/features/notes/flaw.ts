import type { Note, NoteFlaw } from '#shared/contracts/note.ts';
import type { NotePlaybackState } from '../../state/note-playback.ts';

/**
 * Why a note cannot be played: what is known of it, or what its last opening brought to light. null: it can, as far as anybody knows. A failure that may pass,
 * such as a missing connection, is no flaw.
 */
export function flawOf(note: Pick<Note, 'id' | 'flaw'>, { note: open, failure }: NotePlaybackState): NoteFlaw | null {
  if (note.flaw !== null && note.flaw !== 'too-long') return note.flaw;
  if (open?.id !== note.id) return null;
  switch (failure?.code) {
    case 'damaged':
    case 'gone':
    case 'unsupported':
      return failure.code;
    default:
      return null;
  }
}
