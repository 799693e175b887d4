import type { Note, NoteFlaw, NoteStatus, NoteTranscript } from '#shared/contracts/note.ts';
import type { ErrorCode } from '#shared/result.ts';

/** What is new of a note; what is absent stays as it is. */
export interface NoteChange {
  readonly status?: NoteStatus;
  /** It was played; `by` is an agent's name, null: the contact's. */
  readonly played?: { readonly at: number; readonly by: string | null };
  readonly transcript?: NoteTranscript;
  readonly flaw?: NoteFlaw;
  /** With `failed`. */
  readonly failure?: ErrorCode;
  /** One that failed is to be tried once more: the only way back. */
  readonly again?: true;
  /** Media that was missing is here after all, as it was found to be. */
  readonly media?: Pick<Note, 'kind' | 'durationMs' | 'bytes' | 'sha256' | 'mimeType' | 'peaks' | 'flaw'>;
}

const rank: Readonly<Record<NoteStatus, number>> = { sending: 0, sent: 1, delivered: 2, played: 3, failed: 4 };

/** As with messages: what the contact has cannot fail any more, and what failed stays so, unless it is tried again. */
const isProgress = (from: NoteStatus, to: NoteStatus): boolean =>
  to === 'failed' ? rank[from] < rank.delivered : from !== 'failed' && rank[from] < rank[to];

/**
 * A note after a change, which may come late or twice: it only moves forward, keeps its first playing and its first transcript. The same
 * one where nothing is new.
 */
export function advance(note: Note, change: NoteChange): Note {
  const { played, transcript, media, flaw, failure } = change;
  if (change.again === true) return note.status === 'failed' ? tried(note) : note;
  // Its media never was here: what stands as played was only known to be missing, and nobody has heard it.
  if (media !== undefined && note.direction === 'in' && note.bytes === 0 && note.playedAt !== null)
    return advance({ ...note, status: 'delivered', playedAt: null, playedBy: null }, change);
  const isFirstPlaying = played !== undefined && note.playedAt === null && note.status !== 'failed';
  const to = isFirstPlaying ? 'played' : change.status;
  const changed: Note = {
    ...note,
    ...(media !== undefined && note.flaw === 'gone' ? media : {}),
    ...(to !== undefined && isProgress(note.status, to)
      ? { status: to, ...(failure === undefined ? {} : { failure }) }
      : {}),
    ...(isFirstPlaying ? { playedAt: played.at, playedBy: played.by } : {}),
    ...(transcript !== undefined && note.transcript === null ? { transcript } : {}),
    ...(flaw !== undefined ? { flaw } : {}),
  };
  return JSON.stringify(changed) === JSON.stringify(note) ? note : changed;
}

/** Its media is there again, or it would not be tried. */
function tried({ failure: _failure, ...note }: Note): Note {
  return { ...note, status: 'sending', flaw: null };
}

/** What a note that is told whole says about the one that is known by its id. */
export const changeOf = ({ status, playedAt, playedBy, transcript, flaw, ...told }: Note): NoteChange => ({
  status,
  ...(playedAt === null ? {} : { played: { at: playedAt, by: playedBy } }),
  ...(transcript === null ? {} : { transcript }),
  ...(flaw === 'gone' ? {} : { media: { ...described(told), flaw } }),
});

const described = ({
  kind,
  durationMs,
  bytes,
  sha256,
  mimeType,
  peaks,
}: Pick<Note, 'kind' | 'durationMs' | 'bytes' | 'sha256' | 'mimeType' | 'peaks'>) => ({
  kind,
  durationMs,
  bytes,
  sha256,
  mimeType,
  peaks,
});
