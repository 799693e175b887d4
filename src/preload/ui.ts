/** The keyhole of the ui window: `window.cornetta`. Requests and pushes of the contract pass, nothing else does. */

import { contextBridge, ipcRenderer } from 'electron';
import type { UiBridge, UiPushes, UiPushName } from '#shared/contracts/ui.ts';
import type { UiReplies } from '#shared/contracts/ui-replies.ts';
import type { UiRequestArgument, UiRequestName } from '#shared/contracts/ui-requests.ts';
import type { Result } from '#shared/result.ts';
import { handOnPictures } from './hand-on-pictures.ts';

// Spelt out because the contract's schemas must not be bundled into a preload; `satisfies` fails when a name is missing.
const requestNames = {
  'session.snapshot': true,
  'call.answer': true,
  'call.decline': true,
  'call.end': true,
  'call.mute': true,
  'call.camera': true,
  'call.react': true,
  'call.hold': true,
  'call.dtmf': true,
  'call.record': true,
  'call.place': true,
  'calling.get': true,
  'permission.request': true,
  'dial.look': true,
  'presence.set': true,
  'wrapUp.finish': true,
  'inbox.page': true,
  'contact.get': true,
  'timeline.page': true,
  search: true,
  'conversation.read': true,
  'message.send': true,
  'note.record': true,
  'note.stop': true,
  'note.discard': true,
  'note.send': true,
  'note.dismissPrompt': true,
  'note.open': true,
  'note.played': true,
  'note.replies': true,
  'notes.storage': true,
  'transcripts.get': true,
  'transcripts.chooseModel': true,
  'calls.page': true,
  'recordings.page': true,
  'recordings.peaks': true,
  'settings.set': true,
  'audio.meter': true,
  'camera.preview': true,
  'audio.testSound': true,
  'notice.dismiss': true,
  'window.painted': true,
  'channel.get': true,
  'channel.set': true,
  'rates.import': true,
  'followUps.list': true,
  'followUp.act': true,
  'answerRate.get': true,
  'account.get': true,
  'account.set': true,
} as const satisfies Record<UiRequestName, true>;

const pushNames = {
  session: true,
  inbox: true,
  calling: true,
  dial: true,
  reset: true,
  timeline: true,
  noteProgress: true,
  transcripts: true,
  calls: true,
  followUps: true,
  channel: true,
  recordings: true,
  reaction: true,
  levels: true,
  show: true,
} as const satisfies Record<UiPushName, true>;

type Listener = (value: never) => void;

const listeners = new Map<UiPushName, Set<Listener>>();

ipcRenderer.on('ui:push', (_event, name: UiPushName, value: UiPushes[UiPushName]) => {
  // A copy: a listener may unsubscribe while it is being called.
  for (const listener of [...(listeners.get(name) ?? [])]) listener(value as never);
});

function request<Name extends UiRequestName>(
  name: Name,
  argument: UiRequestArgument<Name>,
): Promise<Result<UiReplies[Name]>> {
  if (!Object.hasOwn(requestNames, name)) return Promise.reject(new TypeError('no such request'));
  return ipcRenderer.invoke('ui:request', name, argument) as Promise<Result<UiReplies[Name]>>;
}

function on<Name extends UiPushName>(name: Name, listener: (value: UiPushes[Name]) => void): () => void {
  if (!Object.hasOwn(pushNames, name)) throw new TypeError('no such push');
  if (typeof listener !== 'function') throw new TypeError('a push needs a listener');
  const group = listeners.get(name) ?? new Set<Listener>();
  listeners.set(name, group);
  // Wrapped, so that the same function registered twice is heard twice and each unsubscribe takes away one.
  const entry: Listener = (value) => listener(value);
  group.add(entry);
  return () => {
    group.delete(entry);
  };
}

const bridge: UiBridge = { request, on };

contextBridge.exposeInMainWorld('cornetta', bridge);
handOnPictures();
