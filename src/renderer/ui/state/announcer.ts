import { createStore, type Store } from './store.ts';

/** One thing said to screen readers; the number makes the same words said twice two announcements. */
export interface Announcement {
  readonly text: string;
  readonly number: number;
}

export interface Announcer {
  readonly polite: Store<Announcement>;
  readonly urgent: Store<Announcement>;
  readonly say: (text: string, urgency?: 'polite' | 'urgent') => void;
}

export function createAnnouncer(): Announcer {
  const polite = createStore<Announcement>({ text: '', number: 0 });
  const urgent = createStore<Announcement>({ text: '', number: 0 });
  return {
    polite,
    urgent,
    say: (text, urgency = 'polite') => {
      const store = urgency === 'urgent' ? urgent : polite;
      store.set({ text, number: store.get().number + 1 });
    },
  };
}
