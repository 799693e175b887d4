/** What the machines want done. They send it to an actor that is passed in, so neither guards nor actions do input or output. */
import { type CallbackActorRef, fromCallback } from 'xstate';
import type { CallKind } from '#shared/contracts/identifiers.ts';
import type { NoticeCode } from '#shared/contracts/notices.ts';
import type { PhoneCommand } from '#shared/contracts/phone.ts';
import type { JournalEntry } from './journal-entry.ts';

/** A recording is about to start: where it belongs, before its first chunk comes. */
export interface RecordingStart {
  readonly id: string;
  readonly callId: string;
  readonly contactId: string;
  readonly name: string;
  readonly phone: string | null;
  readonly kind: CallKind;
  readonly agent: string;
  readonly startedAt: number;
}

/** Something to tell the agent; the composition root gives it its place among the notices. */
export interface QueueNotice {
  /** `<call id>/<code>`: the same trouble of the same call is told once. */
  readonly id: string;
  readonly code: NoticeCode;
  readonly level: 'info' | 'warning' | 'error';
  readonly at: number;
  readonly params: Readonly<Record<string, string | number>>;
}

export type Effect =
  | { readonly type: 'journal'; readonly entries: readonly JournalEntry[] }
  /** `attempt` comes back with a failure, so that one that belongs to an earlier try is told apart. */
  | { readonly type: 'phone'; readonly callId: string; readonly command: PhoneCommand; readonly attempt: number }
  | { readonly type: 'record'; readonly start: RecordingStart }
  | { readonly type: 'notice'; readonly notice: QueueNotice };

export type EffectsRef = CallbackActorRef<Effect>;

/** The actor that hands each effect to `deliver`, in the order in which the machines sent them. */
export const effectsLogic = (deliver: (effect: Effect) => void) =>
  fromCallback<Effect>(({ receive }) => {
    receive(deliver);
  });
