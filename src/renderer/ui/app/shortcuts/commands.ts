import type { CallView, SessionSnapshot } from '#shared/contracts/session.ts';
import { unreachable } from '#shared/never.ts';
import { activeCall, hasCamera, isCameraOn, isConnected, ringingCalls } from '../../state/session.ts';
import type { Actions } from '../actions.ts';
import type { Model } from '../model.ts';
import type { ShortcutId } from './table.ts';

/** What the window itself does for a shortcut: focus, fold, show. */
export interface WindowCommands {
  /** As the button of the open conversation does; false: it is not there. */
  readonly placeCall: () => boolean;
  readonly focusSearch: () => void;
  readonly focusPresence: () => void;
  readonly toggleKeypad: () => void;
  readonly toggleFullScreen: () => void;
  readonly toggleReactions: () => void;
  readonly toggleHelp: () => void;
}

/** Runs a shortcut. @returns false where it means nothing at the moment, so that the key keeps its usual meaning */
export function runShortcut(id: ShortcutId, model: Model, actions: Actions, commands: WindowCommands): boolean {
  const session = model.session.get();
  const active = activeCall(session);
  const [oldest] = ringingCalls(session);
  const withCall = (usable: (call: CallView) => boolean, act: (call: CallView) => void): boolean => {
    if (active === null || !usable(active)) return false;
    act(active);
    return true;
  };
  switch (id) {
    case 'answer':
      if (oldest === undefined || oldest.refusal !== null) return false;
      actions.answer(oldest.id);
      return true;
    case 'answerCamera':
      if (oldest === undefined || oldest.refusal !== null || oldest.kind !== 'video') return false;
      actions.answer(oldest.id, true);
      return true;
    case 'decline':
      if (oldest === undefined) return false;
      actions.decline(oldest.id);
      return true;
    case 'mute':
      return withCall(isConnected, (call) => actions.mute(call.id, !call.muted));
    case 'hold':
      return withCall(isConnected, (call) => actions.hold(call.id, call.phase !== 'held'));
    case 'record':
      if (active === null) return recordNote(session, actions);
      return withCall(
        (call) => session.workspace.recording && isConnected(call) && call.recording !== 'unavailable',
        (call) => actions.record(call.id, call.recording !== 'on'),
      );
    case 'keypad':
      return withCall(isConnected, commands.toggleKeypad);
    case 'camera':
      return withCall(hasCamera, (call) => actions.camera(call.id, !isCameraOn(call)));
    case 'fullScreen':
      return withCall(({ pictures }) => pictures !== null, commands.toggleFullScreen);
    case 'react':
      return withCall(({ reactions, phase }) => reactions && phase === 'active', commands.toggleReactions);
    case 'end':
      if (active === null && session.unanswered !== null) {
        actions.dismissPrompt(session.unanswered.callId);
        return true;
      }
      return withCall(
        (call) => call.phase !== 'ending',
        (call) => actions.end(call.id),
      );
    case 'finish':
      if (session.wrapUpUntil === null) return false;
      actions.finishWrapUp();
      return true;
    case 'call':
      return commands.placeCall() || callOpenContact(model, actions);
    case 'dial':
      model.dialing.set('');
      return true;
    case 'presence':
      commands.focusPresence();
      return true;
    case 'search':
      commands.focusSearch();
      return true;
    case 'next':
      return openNeighbour(model, 1);
    case 'previous':
      return openNeighbour(model, -1);
    case 'inbox':
      model.router.go({ view: 'inbox', contactId: null });
      return true;
    case 'calls':
      model.router.go({ view: 'calls', tab: (session.followUps ?? 0) > 0 ? 'follow-ups' : 'all' });
      return true;
    case 'recordings':
    case 'settings':
      model.router.go({ view: id });
      return true;
    case 'help':
      commands.toggleHelp();
      return true;
    // Held down (use-push-to-talk.ts) or handled by the text field.
    case 'talk':
    case 'send':
    case 'newline':
      return false;
    default:
      return unreachable(id);
  }
}

/** The same key begins the note for an unanswered call, and stops it. */
function recordNote({ unanswered, note, workspace }: SessionSnapshot, actions: Actions): boolean {
  if (note !== null) {
    if (note.phase !== 'recording') return false;
    actions.stopNote(note.noteId);
    return true;
  }
  if (unanswered === null || unanswered.refusal !== null || !workspace.notes) return false;
  if (unanswered.kind === 'video' && !workspace.video) return false;
  actions.recordNote(unanswered.callId);
  return true;
}

function callOpenContact(model: Model, actions: Actions): boolean {
  const route = model.router.get();
  if (route.view !== 'inbox' || route.contactId === null) return false;
  actions.placeToContact(route.contactId);
  return true;
}

function openNeighbour(model: Model, step: 1 | -1): boolean {
  const { rows } = model.inbox.get();
  const route = model.router.get();
  const current = route.view === 'inbox' ? rows.findIndex((row) => row.contactId === route.contactId) : -1;
  const index = current === -1 ? 0 : current + step;
  const row = rows[index];
  if (row === undefined) return false;
  model.router.go({ view: 'inbox', contactId: row.contactId });
  return true;
}
