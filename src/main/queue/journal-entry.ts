import type { CallRow, ContactEvent } from '#shared/contracts/records.ts';

/** The part of a journal row that changes after the call was opened. */
export type CallChanges = Partial<
  Pick<CallRow, 'answeredAt' | 'endedAt' | 'outcome' | 'reason' | 'hasRecording' | 'name' | 'phone'>
>;

/**
 * What the queue wants kept in the ledger. Each of them can be applied twice with the same result, so a write of which
 * nobody knows how far it came is simply repeated.
 */
export type JournalEntry =
  /** A new row, `outcome` null. An id that is there already stays as it is, unless its outcome was only guessed: it is open again. */
  | { readonly type: 'open'; readonly row: CallRow }
  /** `event`: the fact that this change is on the contact's record, kept once by its id. Never one without the other. */
  | {
      readonly type: 'update';
      readonly callId: string;
      readonly changes: CallChanges;
      readonly event?: ContactEvent;
    };
