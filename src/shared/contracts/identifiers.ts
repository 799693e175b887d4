import { z } from 'zod';

/**
 * A call's id: the provider's or gateway's id, or a UUID made here for a PBX call. It names files, so nothing that
 * means something to a file system is let in.
 */
export const callId = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/);

/** A contact's key: the provider's user id (never the phone number, which may be absent or change), or `sip:`/`tel:` plus address for a PBX. */
export const contactId = z.string().min(1).max(256);

export const entryId = z.string().min(1).max(256);

/** `<call id>` for the first recording of a call, `<call id>-2` and so on for later ones. */
export const recordingId = callId;

/** Milliseconds since 1970-01-01T00:00Z, as far as a `Date` reaches: beyond it the words for an instant cannot be found, and throw. */
export const instant = z.int().nonnegative().max(8_640_000_000_000_000);

/** An exact decimal such as `9.98`; see domain/money.ts. */
export const decimal = z.string().regex(/^-?\d{1,12}(\.\d{1,6})?$/);

export const callKind = z.enum(['voice', 'video']);
export const callDirection = z.enum(['user-initiated', 'business-initiated']);

export type CallKind = z.infer<typeof callKind>;
export type CallDirection = z.infer<typeof callDirection>;
