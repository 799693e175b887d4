import type { CallKind } from '#shared/contracts/identifiers.ts';
import type { Words } from './words.ts';

/** What an operating system notification shows. */
export interface NotificationContent {
  readonly title: string;
  readonly body: string;
  /** The phone window rings; the system's own sound on top would only disturb. */
  readonly silent: boolean;
  readonly urgent: boolean;
  /** Labels of buttons; systems without buttons leave them out. */
  readonly actions: readonly string[];
}

export interface NotificationEvents {
  readonly clicked: () => void;
  /** @param index into {@link NotificationContent.actions} */
  readonly acted: (index: number) => void;
  readonly closed: () => void;
}

export interface NotificationPort {
  /** @returns closes it; harmless when it is gone already. null: this desktop shows none */
  show(content: NotificationContent, events: NotificationEvents): (() => void) | null;
}

export interface RingingCall {
  readonly id: string;
  readonly contactId: string;
  readonly name: string;
  /** False while another call is active: then only Decline is offered. */
  readonly answerable: boolean;
}

export interface NotifierOptions {
  readonly port: NotificationPort;
  readonly words: () => Words;
  readonly settings: () => { readonly notifyCalls: boolean; readonly notifyMessages: boolean };
  /** The agent looks at the window right now. */
  readonly isFocused: () => boolean;
  readonly answer: (callId: string) => void;
  readonly decline: (callId: string) => void;
  readonly show: (view: 'inbox' | 'calls', contactId: string | null) => void;
}

export interface Notifier {
  /** All calls that ring now: new ones are announced, those that are over vanish. */
  ringing(calls: readonly RingingCall[]): void;
  message(from: { readonly contactId: string; readonly name: string; readonly text: string }): void;
  missedCall(from: { readonly contactId: string; readonly name: string }): void;
  note(from: {
    readonly contactId: string;
    readonly name: string;
    readonly kind: CallKind;
    readonly durationMs: number;
  }): void;
  /** The agent came to the window: what it shows need not be shown outside any more. */
  focused(): void;
  /** The app ends. */
  clear(): void;
}

/** More than these, and the desktop is covered: the oldest goes. */
const maxLingering = 4;
const maxTextLength = 180;

/**
 * Announces calls, messages and missed calls outside the window. A call is announced as long as it rings, a contact's messages once: a
 * newer one replaces the older.
 */
export function createNotifier(options: NotifierOptions): Notifier {
  const calls = new Map<string, () => void>();
  const lingering = new Map<string, () => void>();

  /** Forgotten first: a notification that is closed here must not be taken for one that a person closed. */
  function close(group: Map<string, () => void>, key: string): void {
    const closeIt = group.get(key);
    group.delete(key);
    closeIt?.();
  }

  function show(
    group: Map<string, () => void>,
    key: string,
    content: NotificationContent,
    events: Omit<NotificationEvents, 'closed'>,
  ): void {
    close(group, key);
    let open = true;
    let closeIt: (() => void) | null = null;
    closeIt = options.port.show(content, {
      clicked: () => {
        close(group, key);
        events.clicked();
      },
      acted: (index) => {
        close(group, key);
        events.acted(index);
      },
      closed: () => {
        open = false;
        if (group.get(key) === closeIt) group.delete(key);
      },
    });
    if (closeIt !== null && open) group.set(key, closeIt);
  }

  function announce(call: RingingCall): void {
    const words = options.words();
    const buttons: readonly (readonly [label: string, act: () => void])[] = [
      ...(call.answerable ? [[words.answer, () => options.answer(call.id)] as const] : []),
      [words.decline, () => options.decline(call.id)],
    ];
    const content: NotificationContent = {
      title: words.incomingCall,
      body: call.name,
      silent: true,
      urgent: true,
      actions: buttons.map(([label]) => label),
    };
    show(calls, call.id, content, {
      clicked: () => options.show('inbox', call.contactId),
      acted: (index) => buttons[index]?.[1](),
    });
  }

  function linger(kind: 'message' | 'missed' | 'note', contactId: string, title: string, body: string): void {
    const [oldest] = lingering.keys();
    if (lingering.size >= maxLingering && oldest !== undefined) close(lingering, oldest);
    const content: NotificationContent = { title, body: shorten(body), silent: false, urgent: false, actions: [] };
    show(lingering, `${kind} ${contactId}`, content, {
      clicked: () => options.show('inbox', contactId),
      acted: () => undefined,
    });
  }

  const announced = new Set<string>();

  return {
    ringing: (now) => {
      const ids = new Set(now.map(({ id }) => id));
      for (const id of [...announced].filter((known) => !ids.has(known))) {
        announced.delete(id);
        close(calls, id);
      }
      for (const call of now) {
        // Once: who closed the notification has seen it, the call still shows in the window.
        if (announced.has(call.id)) continue;
        announced.add(call.id);
        if (options.settings().notifyCalls) announce(call);
      }
    },
    message: ({ contactId, name, text }) => {
      if (options.settings().notifyMessages && !options.isFocused()) linger('message', contactId, name, text);
    },
    missedCall: ({ contactId, name }) => {
      if (options.settings().notifyCalls && !options.isFocused())
        linger('missed', contactId, options.words().missedCall, name);
    },
    note: ({ contactId, name, kind, durationMs }) => {
      if (!options.settings().notifyMessages || options.isFocused()) return;
      const body = options
        .words()
        .leftNote[kind].replace('{name}', () => name)
        .replace('{duration}', shortTime(durationMs));
      linger('note', contactId, name, body);
    },
    focused: () => {
      for (const key of [...lingering.keys()]) close(lingering, key);
    },
    clear: () => {
      for (const key of [...calls.keys()]) close(calls, key);
      for (const key of [...lingering.keys()]) close(lingering, key);
    },
  };
}

/** `0:12` */
function shortTime(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** By code points, so that no emoji is cut in two. */
function shorten(text: string): string {
  const points = [...text.slice(0, maxTextLength * 2 + 2)];
  return points.length <= maxTextLength ? text : `${points.slice(0, maxTextLength - 1).join('')}…`;
}
