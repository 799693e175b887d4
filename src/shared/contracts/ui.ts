/**
 * Boundary main ↔ ui window. The window asks once for a snapshot, then follows pushes; it may reload or die at any time.
 * `uiRequests` holds the schema of each argument, checked in main after the sender; `UiReplies` types each answer.
 * Every request answers with a Result.
 */
import type { Result } from '../result.ts';
import type { Reaction } from './reaction.ts';
import type { CallRow, ConversationRow, RecordingRow, TimelineEntry, TimelineRef } from './records.ts';
import type { SessionSnapshot } from './session.ts';
import type { TranscriptsView } from './transcripts.ts';
import type { FollowUpRow, UiReplies } from './ui-replies.ts';
import type { UiRequestArgument, UiRequestName } from './ui-requests.ts';

/** Pushed from main. */
export interface UiPushes {
  session: SessionSnapshot;
  /** Rows that changed or are new: place each by `lastAt`. */
  inbox: { readonly rows: readonly ConversationRow[] };
  /** The cache was replaced: ask again for every page. */
  reset: null;
  /** What `calling.get` answers changed; null: for every contact. */
  calling: { readonly contactIds: readonly string[] | null };
  /** A link asks to dial: opens the dialog filled in, and never dials by itself. */
  dial: { readonly text: string };
  /** Entries that changed or are new, and those that are gone. */
  timeline: {
    readonly contactId: string;
    readonly entries: readonly TimelineEntry[];
    readonly gone?: readonly TimelineRef[];
  };
  /** Bytes of an outgoing note's media that the gateway has; `total` 0: it is not being handed over now. The note's own status tells the rest. */
  noteProgress: { readonly noteId: string; readonly sent: number; readonly total: number };
  transcripts: TranscriptsView;
  calls: { readonly rows: readonly CallRow[] };
  /** Changed or new ones. */
  followUps: { readonly rows: readonly FollowUpRow[] };
  /** Settings, balance, rates or whatever else the channel is changed: ask again. */
  channel: null;
  recordings: { readonly rows: readonly RecordingRow[] };
  /** In the call that is up, of either side. */
  reaction: { readonly callId: string; readonly from: 'agent' | 'contact'; readonly reaction: Reaction };
  /** About 15 times a second while somebody talks or the meter is on. 0…1, root mean square. */
  levels: { readonly callId: string | null; readonly agent: number; readonly contact: number };
  /** A notification or the tray asks the window to show something. */
  show: { readonly view: 'inbox' | 'calls' | 'recordings' | 'settings'; readonly contactId: string | null };
}
export type UiPushName = keyof UiPushes;

/** What the preload script puts on `window.cornetta`: named functions, no channel strings, no event objects. */
export interface UiBridge {
  readonly request: <Name extends UiRequestName>(
    name: Name,
    argument: UiRequestArgument<Name>,
  ) => Promise<Result<UiReplies[Name]>>;
  /** Returns the unsubscribe function. */
  readonly on: <Name extends UiPushName>(name: Name, listener: (value: UiPushes[Name]) => void) => () => void;
}
