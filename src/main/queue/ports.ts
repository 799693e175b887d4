/** What the queue needs from outside. A port that throws or rejects is logged and counts as failed. */
import type { PhoneCommand, PhoneEvent } from '#shared/contracts/phone.ts';
import type { Contact } from '#shared/contracts/records.ts';
import type { Failure, Result } from '#shared/result.ts';
import type { Clock } from '../platform/clock.ts';
import type { MainLog } from '../platform/log-port.ts';
import type { QueueNotice, RecordingStart } from './effects.ts';
import type { JournalEntry } from './journal-entry.ts';
import type { QueueViews } from './projection.ts';

/** The link to the phone window: one answer for each command, `offline` at once where there is no window. */
export interface PhonePort {
  send(command: PhoneCommand): Promise<Result<null>>;
}

export interface RecordingsPort {
  /** Makes ready for the chunks of a recording. The recorder is started only after an `ok`. */
  begin(start: RecordingStart): Promise<Result<null>>;
  /** The recorder did not start (the call was over, no media): no chunk will come. */
  abandon(recordingId: string, error: Failure): void;
}

/** One change of the queue: what to keep, what to tell, and how everything looks afterwards. */
export interface QueueBatch {
  readonly entries: readonly JournalEntry[];
  readonly notices: readonly QueueNotice[];
  readonly views: QueueViews;
}

export interface QueuePorts {
  readonly phone: PhonePort;
  readonly recordings: RecordingsPort;
  /** Gets each change in order; see publisher.ts. */
  readonly output: (batch: QueueBatch) => void;
  /** Who calls; see identify.ts. */
  readonly identify: (offer: PhoneEvent<'call.offered'>) => Contact;
  /** A new call id (contracts/identifiers.ts `callId`), such as a UUID. */
  readonly newCallId: () => string;
  readonly clock: Pick<Clock, 'now' | 'sinceBoot' | 'after'>;
  readonly log: MainLog;
}
