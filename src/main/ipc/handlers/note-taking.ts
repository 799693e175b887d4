import type { NoteTaking } from '../../notes/taking/note-taking.ts';
import type { UiHandlers } from '../request-gate.ts';

type NoteTakingRequests = 'note.record' | 'note.stop' | 'note.discard' | 'note.send' | 'note.dismissPrompt';

/** A note in the making: from the prompt to the outbox. */
export const noteTakingHandlers = (taking: NoteTaking): Pick<UiHandlers, NoteTakingRequests> => ({
  'note.record': ({ callId }) => taking.record(callId),
  'note.stop': ({ noteId }) => taking.stop(noteId),
  'note.discard': ({ noteId }) => taking.discard(noteId),
  'note.send': ({ noteId }) => taking.send(noteId),
  'note.dismissPrompt': ({ callId }) => taking.dismissPrompt(callId),
});
