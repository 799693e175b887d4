import type { ErrorCode } from '#shared/result.ts';

/**
 * Words for why a note was not sent. Those of `error` are about what was asked for on this computer; a note fails at the gateway or beyond it, long
 * after it was sent from here. What says nothing to an agent has one sentence for all.
 */
export function notSentKey(failure: ErrorCode) {
  switch (failure) {
    case 'window-closed':
      return 'error.window-closed';
    case 'gone':
      return 'notes.flaw.gone';
    case 'rejected':
    case 'unsupported':
    case 'damaged':
    case 'not-found':
    case 'timeout':
      return `notes.failure.${failure}` as const;
    default:
      return 'notes.failure.other';
  }
}
