/** Between main and the thread that encrypts and decrypts notes. */
import type { CallKind } from '#shared/contracts/identifiers.ts';
import type { Failure } from '#shared/result.ts';
import type { UnfinishedNote } from './piece.ts';

/** What is said of a note; its media is measured against it. */
export interface ExpectedMedia {
  readonly kind: CallKind;
  readonly durationMs: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

export interface OpenedMedia {
  readonly bytes: Uint8Array;
  /** As the media itself says. */
  readonly mimeType: string;
  readonly durationMs: number;
}

/** What was recorded, as a finished file. */
export interface FinishedMedia {
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly durationMs: number;
  readonly mimeType: string;
}

/** What an app that died had written of a note. */
export interface GatheredNote {
  readonly note: UnfinishedNote;
  /** What the recorder wrote, up to the first piece that cannot be read. */
  readonly live: Uint8Array;
  readonly isDamaged: boolean;
}

/** `identity`, `identities`: of age, `AGE-SECRET-KEY-1…`. Paths are absolute. */
export interface VaultTasks {
  readonly identity: { readonly asked: null; readonly answer: string };
  readonly finish: {
    readonly asked: { readonly live: Uint8Array; readonly kind: CallKind };
    readonly answer: FinishedMedia;
  };
  readonly seal: {
    readonly asked: { readonly path: string; readonly bytes: Uint8Array; readonly identity: string };
    /** Of the file. */
    readonly answer: number;
  };
  /** Only decrypts, and compares with the hash. */
  readonly read: {
    readonly asked: { readonly path: string; readonly identities: readonly string[]; readonly sha256: string };
    readonly answer: Uint8Array;
  };
  readonly open: {
    readonly asked: {
      readonly path: string;
      readonly identities: readonly string[];
      readonly expected: ExpectedMedia;
    };
    readonly answer: OpenedMedia;
  };
  /** The pieces of a note whose recording never ended. */
  readonly gather: {
    readonly asked: { readonly folder: string; readonly noteId: string; readonly identities: readonly string[] };
    readonly answer: GatheredNote;
  };
  /** Media that came from the gateway. */
  readonly look: {
    readonly asked: { readonly bytes: Uint8Array; readonly expected: ExpectedMedia };
    readonly answer: OpenedMedia;
  };
}
export type VaultTask = keyof VaultTasks;

export type VaultRequest = {
  readonly [Task in VaultTask]: { readonly id: number; readonly task: Task; readonly asked: VaultTasks[Task]['asked'] };
}[VaultTask];

export type VaultReply = { readonly id: number } & ({ readonly answer: unknown } | { readonly error: Failure });
