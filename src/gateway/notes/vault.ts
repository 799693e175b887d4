import type { Result } from '#shared/result.ts';

/** What is known of a kept note's media without opening it. */
export interface KeptMedia {
  readonly id: string;
  /** See {@link digestOf}. */
  readonly digest: string;
  /** As it lies there. */
  readonly bytes: number;
  /** When it was put there, milliseconds since 1970. */
  readonly at: number;
}

/** What is kept of the hash of the media as it was left: 128 bits, to which nobody finds other bytes. */
export const digestOf = (sha256: string): string => sha256.slice(0, 32);

/** The media of notes by their ids. What was put there is never replaced by anything else. */
export interface NoteVault {
  /** Whether what is put here is still there after a restart. */
  readonly lasts: boolean;
  /** null: there is none (any more). */
  find(id: string): KeptMedia | null;
  all(): readonly KeptMedia[];
  /**
   * Keeps media; resolves once it lies safe. The bytes are not changed afterwards by the caller.
   *
   * @param sha256 of the bytes, which the caller has checked
   * @returns `true`: it is new, `false`: the same stood there; `rejected` where something else did; `disk-full`, `storage`.
   */
  put(id: string, sha256: string, bytes: Uint8Array): Promise<Result<boolean>>;
  /** @returns `not-found`; `damaged`: it is not what was put there; `forbidden`: it was encrypted for another key; `storage` */
  get(id: string): Promise<Result<Uint8Array>>;
  remove(id: string): Promise<void>;
  stop(): Promise<void>;
}
