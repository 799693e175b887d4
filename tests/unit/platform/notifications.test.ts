import { beforeEach, describe, expect, it } from 'vitest';
import {
  createNotifier,
  type NotificationContent,
  type NotificationEvents,
  type RingingCall,
} from '../../../src/main/platform/notifications.ts';
import { wordsFor } from '../../../src/main/platform/words.ts';

interface Shown {
  readonly content: NotificationContent;
  readonly events: NotificationEvents;
  open: boolean;
}

let shown: Shown[];
let done: string[];
let focused: boolean;
let settings: { notifyCalls: boolean; notifyMessages: boolean };
let supported: boolean;
beforeEach(() => {
  shown = [];
  done = [];
  focused = false;
  settings = { notifyCalls: true, notifyMessages: true };
  supported = true;
});

const createNotifierUnderTest = () =>
  createNotifier({
    port: {
      show: (content, events) => {
        if (!supported) return null;
        const entry: Shown = { content, events, open: true };
        shown.push(entry);
        return () => {
          entry.open = false;
          events.closed();
        };
      },
    },
    words: () => wordsFor('en'),
    settings: () => settings,
    isFocused: () => focused,
    answer: (id) => done.push(`answer ${id}`),
    decline: (id) => done.push(`decline ${id}`),
    show: (view, contactId) => done.push(`show ${view} ${contactId}`),
  });

const call = (id: string, answerable = true): RingingCall => ({
  id,
  contactId: `contact ${id}`,
  name: `Anna ${id}`,
  answerable,
});
const open = () => shown.filter((entry) => entry.open).map(({ content }) => content.body);

describe('ringing', () => {
  it('is announced once, with buttons, as long as it rings', () => {
    const notifier = createNotifierUnderTest();
    notifier.ringing([call('1')]);
    notifier.ringing([call('1'), call('2')]);
    expect(shown.map(({ content }) => [content.title, content.body, content.actions])).toEqual([
      ['Incoming call', 'Anna 1', ['Answer', 'Decline']],
      ['Incoming call', 'Anna 2', ['Answer', 'Decline']],
    ]);
    notifier.ringing([call('2')]);
    expect(open()).toEqual(['Anna 2']);
    notifier.ringing([]);
    expect(open()).toEqual([]);
  });

  it('answers, declines and shows', () => {
    const notifier = createNotifierUnderTest();
    notifier.ringing([call('1'), call('2'), call('3'), call('4', false)]);
    shown[0]?.events.acted(0);
    shown[1]?.events.acted(1);
    shown[2]?.events.clicked();
    shown[3]?.events.acted(0);
    shown[3]?.events.acted(7);
    expect(done).toEqual(['answer 1', 'decline 2', 'show inbox contact 3', 'decline 4']);
    expect(shown[3]?.content.actions).toEqual(['Decline']);
    expect(open()).toEqual([]);
  });

  it('does not come back after somebody closed it, but does for another call', () => {
    const notifier = createNotifierUnderTest();
    notifier.ringing([call('1')]);
    shown[0]?.events.closed();
    notifier.ringing([call('1')]);
    expect(shown).toHaveLength(1);
    notifier.ringing([]);
    notifier.ringing([call('1')]);
    expect(shown).toHaveLength(2);
  });

  it('says nothing where it is switched off or cannot be shown', () => {
    settings.notifyCalls = false;
    createNotifierUnderTest().ringing([call('1')]);
    expect(shown).toEqual([]);
    settings.notifyCalls = true;
    supported = false;
    const notifier = createNotifierUnderTest();
    notifier.ringing([call('1')]);
    notifier.ringing([]);
    expect(shown).toEqual([]);
  });
});

describe('messages and missed calls', () => {
  it('say who left a note, and how long it is', () => {
    const notifier = createNotifierUnderTest();
    notifier.note({ contactId: 'a', name: 'Anna $& Bianchi', kind: 'voice', durationMs: 12_400 });
    expect(shown.at(-1)?.content).toMatchObject({ body: 'Anna $& Bianchi left a 0:12 voice message', urgent: false });
    settings = { ...settings, notifyMessages: false };
    notifier.note({ contactId: 'b', name: 'Bruno', kind: 'video', durationMs: 30_000 });
    expect(shown).toHaveLength(1);
  });

  it('replace each other for one contact and vanish when the window is looked at', () => {
    const notifier = createNotifierUnderTest();
    notifier.message({ contactId: 'a', name: 'Anna', text: 'one' });
    notifier.message({ contactId: 'a', name: 'Anna', text: 'two' });
    notifier.missedCall({ contactId: 'a', name: 'Anna' });
    expect(open()).toEqual(['two', 'Anna']);
    shown[1]?.events.clicked();
    expect(done).toEqual(['show inbox a']);
    notifier.focused();
    expect(open()).toEqual([]);
  });

  it('say nothing while the window has the focus or where they are switched off', () => {
    const notifier = createNotifierUnderTest();
    focused = true;
    notifier.message({ contactId: 'a', name: 'Anna', text: 'one' });
    notifier.missedCall({ contactId: 'a', name: 'Anna' });
    focused = false;
    settings.notifyMessages = false;
    notifier.message({ contactId: 'a', name: 'Anna', text: 'two' });
    expect(shown).toEqual([]);
  });

  it('never cover the desktop', () => {
    const notifier = createNotifierUnderTest();
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) notifier.message({ contactId: id, name: id, text: id });
    expect(open()).toEqual(['c', 'd', 'e', 'f']);
    notifier.clear();
    expect(open()).toEqual([]);
  });

  it('are cut without cutting an emoji in two', () => {
    createNotifierUnderTest().message({ contactId: 'a', name: 'Anna', text: '😀'.repeat(500) });
    const body = shown[0]?.content.body ?? '';
    expect([...body]).toHaveLength(180);
    expect(body).toBe(`${'😀'.repeat(179)}…`);
  });
});
