import type { Result } from '#shared/result.ts';
import type { NoteKeeping, NoteTaking } from '../../notes/taking/note-taking.ts';
import type { UiHandlers } from '../request-gate.ts';

type NoteTakingRequests = 'note.record' | 'note.stop' | 'note.discard' | 'note.send' | 'note.dismissPrompt';

/**
 * A note in the making: from the prompt to the outbox. One that is not being made any more may be in the outbox, not sent: it is tried again or
 * thrown away there. @param outbox null: the workspace has no notes (PBX)
 */
export const noteTakingHandlers = (
  taking: NoteTaking,
  outbox: Pick<NoteKeeping, 'send' | 'discard'> | null,
): Pick<UiHandlers, NoteTakingRequests> => ({
  'note.record': ({ callId }) => taking.record(callId),
  'note.stop': ({ noteId }) => taking.stop(noteId),
  'note.discard': ({ noteId }) => {
    const discarded = taking.discard(noteId);
    return isNotInTheMaking(discarded) && outbox !== null ? outbox.discard(noteId) : discarded;
  },
  'note.send': async ({ noteId }) => {
    const sent = await taking.send(noteId);
    return isNotInTheMaking(sent) && outbox !== null ? outbox.send(noteId) : sent;
  },
  'note.dismissPrompt': ({ callId }) => taking.dismissPrompt(callId),
});

const isNotInTheMaking = (result: Result<null>): boolean => !result.ok && result.error.code === 'gone';
