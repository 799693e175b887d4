import type { Peaks } from '#shared/contracts/ui-replies.ts';
import type { Result } from '#shared/result.ts';
import type { LedgerStore } from '../../store/ledger-store.ts';
import type { UiHandlers } from '../request-gate.ts';

export interface HistoryHandlersOptions {
  readonly ledger: Pick<LedgerStore, 'callsPage' | 'recordingsPage'>;
  readonly readPeaks: (recordingId: string) => Promise<Result<Peaks | null>>;
}

type HistoryRequests = 'calls.page' | 'recordings.page' | 'recordings.peaks';

/** The journal of calls and the index of recordings. */
export function historyHandlers({ ledger, readPeaks }: HistoryHandlersOptions): Pick<UiHandlers, HistoryRequests> {
  return {
    'calls.page': (query) => ledger.callsPage(query),
    'recordings.page': (query) => ledger.recordingsPage(query),
    'recordings.peaks': ({ recordingId }) => readPeaks(recordingId),
  };
}
