import type { Note } from '#shared/contracts/note.ts';
import type { ContactEvent, Message, TimelineEntry } from '#shared/contracts/records.ts';
import type { PendingMessage } from '../../state/outbox.ts';

/** What stands in the log, one below the other. */
export type Line =
  | { readonly line: 'day'; readonly key: string; readonly at: number }
  | {
      readonly line: 'message';
      readonly key: string;
      readonly message: Message;
      /** Goes on from the line above: same side, soon after. */
      readonly follows: boolean;
      /** Refused by main; kept here until it is sent or discarded. */
      readonly pending: PendingMessage | null;
    }
  | { readonly line: 'event'; readonly key: string; readonly event: ContactEvent }
  | { readonly line: 'note'; readonly key: string; readonly note: Note };

const groupMs = 5 * 60_000;

/**
 * The lines of a conversation, oldest first, with a separator before each new day.
 * @param newestFirst entries as the pages bring them
 * @param pending what main has not taken over; an entry with the same id wins
 * @param dayOf a name for the calendar day of an instant
 */
export function timelineLines(
  newestFirst: readonly TimelineEntry[],
  pending: readonly PendingMessage[],
  dayOf: (at: number) => string,
): readonly Line[] {
  const lines: Line[] = [];
  let day: string | null = null;
  let above: Message | null = null;
  for (const { entry, waiting } of merged(newestFirst, pending)) {
    const today = dayOf(entry.at);
    if (today !== day) {
      lines.push({ line: 'day', key: `day:${today}`, at: entry.at });
      above = null;
    }
    day = today;
    if (entry.entry === 'message') {
      lines.push({ line: 'message', key: entry.id, message: entry, follows: isGroup(above, entry), pending: waiting });
      above = entry;
    } else if (entry.entry === 'note') {
      lines.push({ line: 'note', key: `note:${entry.id}`, note: entry });
      above = null;
    } else {
      lines.push({ line: 'event', key: `event:${entry.id}`, event: entry });
      above = null;
    }
  }
  return lines;
}

interface Merged {
  readonly entry: TimelineEntry;
  readonly waiting: PendingMessage | null;
}

function merged(newestFirst: readonly TimelineEntry[], pending: readonly PendingMessage[]): readonly Merged[] {
  const known = new Set(newestFirst.map(({ id }) => id));
  const taken = newestFirst.map((entry): Merged => ({ entry, waiting: null }));
  const waiting = pending
    .filter(({ message }) => !known.has(message.id))
    .map((entry): Merged => ({ entry: { entry: 'message', ...entry.message }, waiting: entry }));
  if (waiting.length === 0) return taken.reverse();
  return [...taken.reverse(), ...waiting].sort((left, right) => left.entry.at - right.entry.at);
}

const isGroup = (above: Message | null, message: Message): boolean =>
  above !== null && above.direction === message.direction && message.at - above.at < groupMs;
