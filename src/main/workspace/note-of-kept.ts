import type { Note } from '#shared/contracts/note.ts';
import { type ErrorCode, errorCodes } from '#shared/result.ts';
import type { KeptNote } from '../store/ledger-store.ts';

/** A note made here, as it stands in the conversation until the gateway tells of it. @param agent who left it; null: not known any more */
export function noteOfKept(kept: KeptNote, status: 'sending' | 'failed', agent: string | null): Note {
  const { state: _state, attempts: _attempts, error, ...described } = kept;
  const failure = status === 'failed' ? codeOf(error) : null;
  return {
    ...described,
    direction: 'out',
    status,
    playedAt: null,
    playedBy: null,
    agent,
    transcript: null,
    flaw: null,
    ...(failure === null ? {} : { failure }),
  };
}

const codeOf = (text: string | null): ErrorCode | null => errorCodes.find((code) => code === text) ?? null;
