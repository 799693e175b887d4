import type { CallRow, ConversationRow, RecordingRow, TimelineEntry, TimelineRef } from '#shared/contracts/records.ts';
import type { UiRequestArgument } from '#shared/contracts/ui-requests.ts';
import { unreachable } from '#shared/never.ts';
import type { Order } from './paged.ts';

const byTime = (leftAt: number, rightAt: number, leftKey: string, rightKey: string): number => {
  if (leftAt !== rightAt) return rightAt - leftAt;
  if (leftKey === rightKey) return 0;
  return leftKey < rightKey ? 1 : -1;
};

/** Newest conversation first. */
export const inboxOrder: Order<ConversationRow> = {
  keyOf: (row) => row.contactId,
  compare: (left, right) => byTime(left.lastAt, right.lastAt, left.contactId, right.contactId),
};

export const timelineKey = ({ entry, id }: TimelineRef): string => `${entry}:${id}`;

/** Newest entry first, as pages come; the log shows them the other way round. */
export const timelineOrder: Order<TimelineEntry> = {
  keyOf: timelineKey,
  compare: (left, right) => byTime(left.at, right.at, left.id, right.id),
};

export const callOrder: Order<CallRow> = {
  keyOf: (row) => row.id,
  compare: (left, right) => byTime(left.startedAt, right.startedAt, left.id, right.id),
};

export const recordingOrder: Order<RecordingRow> = {
  keyOf: (row) => row.id,
  compare: (left, right) => byTime(left.startedAt, right.startedAt, left.id, right.id),
};

export type CallsTab = UiRequestArgument<'calls.page'>['tab'];
export const callsTabs: readonly CallsTab[] = ['all', 'missed', 'answered', 'outgoing'];

/** Which tab a pushed journal row stands in: the same rule by which main fills the pages. */
export function isInTab(tab: CallsTab, row: CallRow): boolean {
  switch (tab) {
    case 'all':
      return true;
    case 'missed':
      return row.outcome === 'missed';
    case 'answered':
      return row.outcome === 'answered';
    case 'outgoing':
      return row.direction === 'business-initiated';
    default:
      return unreachable(tab);
  }
}
