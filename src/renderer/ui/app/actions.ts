import type { FollowUpAct } from '#shared/contracts/follow-up.ts';
import type { CallKind } from '#shared/contracts/identifiers.ts';
import type { Reaction } from '#shared/contracts/reaction.ts';
import type { Presence } from '#shared/contracts/records.ts';
import type { Settings } from '#shared/contracts/settings.ts';
import type { UiRequestArgument, UiRequestName } from '#shared/contracts/ui-requests.ts';
import type { Failure } from '#shared/result.ts';
import type { Model } from './model.ts';

/** What the agent can ask for. A refusal becomes a toast; what changes is shown only when main says so. */
export interface Actions {
  /** @param camera with the own picture; only the agent's own word switches a camera on */
  readonly answer: (callId: string, camera?: boolean) => void;
  readonly decline: (callId: string) => void;
  readonly end: (callId: string) => void;
  readonly mute: (callId: string, on: boolean) => void;
  readonly hold: (callId: string, on: boolean) => void;
  readonly record: (callId: string, on: boolean) => void;
  /** The own picture. */
  readonly camera: (callId: string, on: boolean) => void;
  readonly react: (callId: string, reaction: Reaction) => void;
  readonly sendDigits: (callId: string, tones: string) => void;
  readonly placeToContact: (contactId: string, kind?: CallKind) => void;
  readonly placeToNumber: (number: string, kind?: CallKind) => void;
  /** Asks the contact for permission to call. */
  readonly requestPermission: (contactId: string) => void;
  readonly setPresence: (presence: Presence) => void;
  readonly finishWrapUp: () => void;
  readonly markRead: (contactId: string) => void;
  readonly set: (values: Partial<Settings>) => void;
  readonly testSound: (device: 'speaker' | 'ringer') => void;
  readonly actOnFollowUp: (id: string, act: FollowUpAct) => Promise<boolean>;
  /** Begins a note for an unanswered call. */
  readonly recordNote: (callId: string) => void;
  readonly stopNote: (noteId: string) => void;
  readonly discardNote: (noteId: string) => void;
  /** Throws the draft away and begins anew. */
  readonly recordNoteAgain: (note: { readonly noteId: string; readonly callId: string }) => void;
  readonly sendNote: (noteId: string) => void;
  readonly dismissPrompt: (callId: string) => void;
  readonly dismissNotice: (id: string) => void;
}

export function createActions({ client, toasts }: Pick<Model, 'client' | 'toasts'>): Actions {
  const running = new Set<string>();
  const requesting = new Set<string>();
  const requestIds = new Map<string, string>();

  const ask = async <Name extends UiRequestName>(name: Name, argument: UiRequestArgument<Name>): Promise<void> => {
    const result = await client.ask(name, argument);
    if (!result.ok) toasts.fail(result.error);
  };
  /** A second click on the same button while the first is being answered is not a second request. */
  const once = <Name extends UiRequestName>(name: Name, argument: UiRequestArgument<Name>): void => {
    const key = `${name} ${JSON.stringify(argument)}`;
    if (running.has(key)) return;
    running.add(key);
    void ask(name, argument).finally(() => running.delete(key));
  };

  return {
    answer: (callId, camera = false) => once('call.answer', camera ? { callId, camera } : { callId }),
    decline: (callId) => once('call.decline', { callId }),
    end: (callId) => once('call.end', { callId }),
    mute: (callId, on) => once('call.mute', { callId, on }),
    hold: (callId, on) => once('call.hold', { callId, on }),
    record: (callId, on) => once('call.record', { callId, on }),
    camera: (callId, on) => once('call.camera', { callId, on }),
    react: (callId, reaction) => void ask('call.react', { callId, reaction }),
    sendDigits: (callId, tones) => void ask('call.dtmf', { callId, tones }),
    placeToContact: (contactId, kind = 'voice') => once('call.place', { contactId, kind }),
    placeToNumber: (number, kind = 'voice') => once('call.place', { number, kind }),
    requestPermission: (contactId) => {
      if (requesting.has(contactId)) return;
      requesting.add(contactId);
      const clientId = requestIds.get(contactId) ?? crypto.randomUUID();
      requestIds.set(contactId, clientId);
      void client.ask('permission.request', { contactId, clientId }).then((result) => {
        requesting.delete(contactId);
        if (!result.ok) toasts.fail(result.error, 'request');
        // Without an answer it may have arrived: asked again, it is the same request.
        if (result.ok || !isUnanswered(result.error)) requestIds.delete(contactId);
      });
    },
    setPresence: (presence) => once('presence.set', { presence }),
    finishWrapUp: () => once('wrapUp.finish', null),
    // Marks that could not be taken away come off at the next look; nothing the agent must hear of.
    markRead: (contactId) => void client.ask('conversation.read', { contactId }),
    set: (values) => void ask('settings.set', values),
    testSound: (device) => once('audio.testSound', { device }),
    actOnFollowUp: async (id, act) => {
      const result = await client.ask('followUp.act', { id, act });
      if (!result.ok) toasts.fail(result.error);
      return result.ok;
    },
    recordNote: (callId) => once('note.record', { callId }),
    stopNote: (noteId) => once('note.stop', { noteId }),
    discardNote: (noteId) => once('note.discard', { noteId }),
    recordNoteAgain: ({ noteId, callId }) =>
      void client.ask('note.discard', { noteId }).then((result) => {
        if (result.ok) once('note.record', { callId });
        else toasts.fail(result.error);
      }),
    sendNote: (noteId) => once('note.send', { noteId }),
    dismissPrompt: (callId) => once('note.dismissPrompt', { callId }),
    dismissNotice: (id) => once('notice.dismiss', { id }),
  };
}

const isUnanswered = ({ code }: Failure): boolean => code === 'offline' || code === 'timeout';
