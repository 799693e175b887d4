import type { CallView, SessionSnapshot } from '#shared/contracts/session.ts';
import type { UiBridge, UiPushes, UiPushName } from '#shared/contracts/ui.ts';
import { ok } from '#shared/result.ts';

export const callView = (changes: Partial<CallView> = {}): CallView => ({
  id: 'call-1',
  contactId: 'anna',
  name: 'Anna Bianchi',
  phone: '+393331234567',
  kind: 'voice',
  direction: 'user-initiated',
  phase: 'ringing',
  startedAt: 1_000,
  answeredAt: null,
  refusal: null,
  muted: false,
  recording: 'off',
  pictures: null,
  reactions: false,
  media: 'flowing',
  quality: null,
  ...changes,
});

const setting = <Value>(value: Value) => ({ value, origin: 'default' as const });

export const snapshot = (changes: Partial<SessionSnapshot> = {}): SessionSnapshot => ({
  revision: 1,
  workspace: {
    mode: 'sandbox',
    name: 'Officina',
    number: '+390612345678',
    recording: true,
    recordingAutomatic: false,
    video: false,
    notes: true,
  },
  agent: { id: 'lena', name: 'Lena', role: 'agent' },
  connection: { state: 'connected', reason: null, since: 0, gateway: true },
  presence: 'available',
  wrapUpUntil: null,
  balance: { exact: '25.00', currency: 'USD', topUpRequired: false, minimum: '10.00' },
  calls: [],
  unanswered: null,
  note: null,
  notices: [],
  settings: {
    locale: setting(null),
    theme: setting('system'),
    microphone: setting(null),
    speaker: setting(null),
    ringer: setting(null),
    ringVolume: setting(0.8),
    camera: setting(null),
    missedCallPrompts: setting(true),
    replyTemplates: setting({}),
    transcripts: setting('provider'),
    transcriptModel: setting(null),
    notifyCalls: setting(true),
    notifyMessages: setting(true),
    wrapUpSeconds: setting(0),
    telLinks: setting(false),
    answerShortcut: setting('CommandOrControl+Shift+A'),
  },
  locale: 'en',
  devices: { microphones: [], speakers: [], cameras: [] },
  unread: 0,
  missed: 0,
  unplayed: 0,
  followUps: 0,
  platform: 'linux',
  version: '0.1.0',
  ...changes,
});

/** Stands where the preload script stands: answers requests by a function, pushes by hand. */
export function fakeBridge(answer: (name: string, argument: unknown) => unknown = () => ok(null)) {
  const listeners = new Map<string, Set<(value: never) => void>>();
  const asked: [string, unknown][] = [];
  const bridge: UiBridge = {
    request: async (name, argument) => {
      asked.push([name, argument]);
      return (await answer(name, argument)) as never;
    },
    on: (name, listener) => {
      const group = listeners.get(name) ?? new Set();
      listeners.set(name, group.add(listener));
      return () => group.delete(listener);
    },
  };
  const push = <Name extends UiPushName>(name: Name, value: UiPushes[Name]): void => {
    for (const listener of listeners.get(name) ?? []) listener(value as never);
  };
  return { bridge, asked, push };
}

/** A storage in memory. */
export function memoryStorage(entries: Readonly<Record<string, string>> = {}): Storage {
  const values = new Map(Object.entries(entries));
  return {
    get length() {
      return values.size;
    },
    clear: () => values.clear(),
    getItem: (key) => values.get(key) ?? null,
    key: (index) => [...values.keys()][index] ?? null,
    removeItem: (key) => void values.delete(key),
    setItem: (key, value) => void values.set(key, value),
  };
}
