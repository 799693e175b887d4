import type { NoteMedia, NotesStorage } from '#shared/contracts/ui-replies.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { UiHandlers } from '../request-gate.ts';

export interface NoteRequestsTarget {
  readonly open: (noteId: string) => Promise<Result<NoteMedia>>;
  readonly played: (noteId: string) => Promise<Result<null>>;
  readonly storage: () => Promise<Result<NotesStorage>>;
}

/** Notes that are there: played, and what their copies fill. @param notes null: the workspace has none (PBX) */
export function noteHandlers(
  notes: NoteRequestsTarget | null,
): Pick<UiHandlers, 'note.open' | 'note.played' | 'notes.storage'> {
  return {
    'note.open': ({ noteId }) => (notes === null ? fail('unsupported') : notes.open(noteId)),
    'note.played': ({ noteId }) => (notes === null ? fail('unsupported') : notes.played(noteId)),
    'notes.storage': () => notes?.storage() ?? ok({ bytes: 0, count: 0, keepDays: null, keepBytes: null }),
  };
}
