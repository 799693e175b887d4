/** A note: a voice or video message that somebody left because a call was not answered. Its media travels by itself: see {@link notePath}. */
import { z } from 'zod';
import { errorCodes } from '../result.ts';
import { callId, callKind, contactId, instant } from './identifiers.ts';

/** Made by whoever leaves it. It names files, so it is a UUID or a provider's id in the same safe letters as a call's. */
export const noteId = callId;

/** Lower-case hex of the media as it was left, before any encryption. */
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Loudness along the note, quiet 0 to loud 255, at most 120 values from beginning to end, as base64. */
const peaks = z.base64().max(160);

/** What stands in a note's media. Others are kept and passed on, but cannot be played here. */
export const noteMimeTypes = [
  'audio/webm;codecs=opus',
  'audio/ogg;codecs=opus',
  'video/webm;codecs=vp8,opus',
  'video/webm;codecs=vp9,opus',
] as const;

export const noteTranscript = z.object({
  text: z.string().max(20_000),
  /** BCP 47; null: not said. */
  language: z.string().max(35).nullable(),
  /** In order; `fromMs` is where the words begin in the note. */
  segments: z.array(z.object({ fromMs: z.int().nonnegative(), text: z.string().max(2_000) })).max(1_000),
  /** Who wrote it down: the provider, or an engine on some agent's desktop. Both are machines. */
  origin: z.enum(['provider', 'desktop']),
});
export type NoteTranscript = z.infer<typeof noteTranscript>;

/** Why a note cannot be played, as far as it was looked into. */
export const noteFlaw = z.enum([
  'too-long',
  'too-large',
  /** a container or codec that is not known here */
  'unsupported',
  /** cut off, or not what its hash says */
  'damaged',
  /** the media is not kept any more */
  'gone',
]);
export type NoteFlaw = z.infer<typeof noteFlaw>;

export const noteStatus = z.enum(['sending', 'sent', 'delivered', 'played', 'failed']);
export type NoteStatus = z.infer<typeof noteStatus>;

const described = {
  id: noteId,
  contactId,
  /** The unanswered call. It may be one that nobody here knows (yet). */
  callId,
  kind: callKind,
  durationMs: z.int().nonnegative(),
  bytes: z.int().nonnegative(),
  sha256,
  mimeType: z.string().max(100),
  /** null: not known */
  peaks: peaks.nullable(),
};

/** What an agent's desktop says of a note whose media it has handed over. */
export const noteDraft = z.strictObject(described);
export type NoteDraft = z.infer<typeof noteDraft>;

export const note = z.object({
  ...described,
  direction: z.enum(['in', 'out']),
  at: instant,
  /** Of an incoming one: `delivered`, then `played` once any agent has played it, or was told that it cannot be played. */
  status: noteStatus,
  /** First time that it was played; by the contact, or by `playedBy`. */
  playedAt: instant.nullable(),
  playedBy: z.string().max(200).nullable(),
  /** Who left an outgoing one. */
  agent: z.string().max(200).nullable(),
  transcript: noteTranscript.nullable(),
  /** null: nothing is known against it */
  flaw: noteFlaw.nullable(),
  /** Why it could not be sent, as far as that was said; only with `failed`. */
  failure: z.enum(errorCodes).optional(),
});
export type Note = z.infer<typeof note>;

/**
 * The media of a note at the gateway, with `Authorization: Bearer TOKEN` as for /tickets.
 * `PUT`: the bytes, `Content-Length` and `X-Cornetta-Sha256`; 201, 200 where the same stood there; 409 where others did; 413; 422 where they are not what the hash says; 507.
 * `HEAD`: 204 and `Upload-Offset` (draft-ietf-httpbis-resumable-upload), the bytes that have arrived of what is being handed over; 404 where nothing is.
 * `GET`: the bytes; 404 where there are none (any more), 422 where they are damaged. A few at once for each agent: 503 with `Retry-After`. Kept for 24 hours where no `note.send` names them.
 */
export const notePath = (id: string): string => `/notes/${id}`;

export const noteHashHeader = 'x-cornetta-sha256';

export const noteOffsetHeader = 'upload-offset';
