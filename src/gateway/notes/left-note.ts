import { callId } from '#shared/contracts/identifiers.ts';
import { type Note, type NoteFlaw, noteId, note as noteSchema, noteTranscript } from '#shared/contracts/note.ts';
import { isCutShort } from '#shared/domain/note-media.ts';
import { noteFlawOf } from '#shared/domain/notes.ts';
import type { LeftNote } from '../connectors/connector.ts';
import type { Inspection } from './inspect.ts';

/** Nobody's call; no note is lost for a provider's id that names nothing. */
const unknownCall = 'unknown';

/**
 * A note that a contact left, as it is kept and told: what was found in its media, completed by what the provider says. What the contract
 * has no room for is left out, so that the note itself never is.
 *
 * @param bytes of its media; null: there is none (any more)
 * @param now by the clock of the rules; no note is from the future
 * @returns null where not even the id is one
 */
export function describeLeftNote(
  left: LeftNote,
  found: { readonly bytes: number; readonly inspection: Inspection } | null,
  now: number,
): Note | null {
  if (!noteId.safeParse(left.id).success) return null;
  const media = found?.inspection.media ?? null;
  const said =
    left.durationMs !== null && Number.isFinite(left.durationMs) ? Math.max(0, Math.round(left.durationMs)) : null;
  const description = {
    kind: media?.kind ?? left.kind,
    durationMs: media?.durationMs ?? said ?? 0,
    bytes: found?.bytes ?? 0,
    mimeType: (media?.mimeType ?? left.mimeType ?? '').slice(0, 100),
  };
  const transcript = noteTranscript.safeParse(
    left.transcript === null ? null : { ...left.transcript, origin: 'provider' },
  );
  const peaks = noteSchema.shape.peaks.safeParse(left.peaks);
  const said256 = /^[0-9a-f]{64}$/.test(left.sha256 ?? '') ? left.sha256 : null;
  const note = noteSchema.safeParse({
    ...description,
    id: left.id,
    contactId: left.contactId,
    callId: callId.safeParse(left.callId).success ? left.callId : unknownCall,
    sha256: found?.inspection.sha256 ?? said256 ?? '0'.repeat(64),
    peaks: peaks.success ? peaks.data : null,
    direction: 'in',
    at: Math.min(Math.max(0, Math.round(left.at)) || 0, now),
    status: 'delivered',
    playedAt: null,
    playedBy: null,
    agent: null,
    transcript: transcript.success ? transcript.data : null,
    flaw: found === null ? 'gone' : flawOf(description, found.inspection, said, said256),
  });
  return note.success ? note.data : null;
}

function flawOf(
  description: Parameters<typeof noteFlawOf>[0],
  { sha256, media, flaw }: Inspection,
  saidMs: number | null,
  said256: string | null,
): NoteFlaw | null {
  if (description.bytes === 0 || (said256 !== null && said256 !== sha256)) return 'damaged';
  const speaksAgainst = noteFlawOf(description);
  if (speaksAgainst === 'too-large') return speaksAgainst;
  if (flaw !== null || media === null) return flaw ?? 'unsupported';
  // A video that lasts longer than it may is too long even where its end is missing.
  if (speaksAgainst !== null) return speaksAgainst;
  return saidMs !== null && isCutShort(saidMs, media.durationMs) ? 'damaged' : null;
}
