import type { TranscriptsView } from '#shared/contracts/transcripts.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { UiHandlers } from '../request-gate.ts';

export interface TranscriptRequestsTarget {
  readonly view: () => TranscriptsView;
  readonly chooseModel: () => Promise<Result<null>>;
}

/** @param transcripts null: the workspace has no notes (PBX) */
export const transcriptHandlers = (
  transcripts: TranscriptRequestsTarget | null,
): Pick<UiHandlers, 'transcripts.get' | 'transcripts.chooseModel'> => ({
  'transcripts.get': () => ok(transcripts?.view() ?? { state: 'off', waiting: 0, flaw: null }),
  'transcripts.chooseModel': () => transcripts?.chooseModel() ?? fail('unsupported'),
});
