import type { CallRow, ConversationRow, Page, RecordingRow } from '#shared/contracts/records.ts';
import type { SessionSnapshot } from '#shared/contracts/session.ts';
import type { Result } from '#shared/result.ts';
import type { Pictures } from '../pictures/pictures.ts';
import { type Announcer, createAnnouncer } from '../state/announcer.ts';
import type { Client } from '../state/client.ts';
import { type Callings, type Contacts, createCallings, createContacts } from '../state/contacts.ts';
import { createDrafts, type Drafts } from '../state/drafts.ts';
import { createFollowUps, type FollowUps } from '../state/follow-ups.ts';
import { nextLastCall } from '../state/last-call.ts';
import { createNotePlayback, type NotePlayback } from '../state/note-playback.ts';
import { createNoteProgress, type NoteProgress } from '../state/note-progress.ts';
import { type CallsTab, callOrder, callsTabs, inboxOrder, isInTab, recordingOrder } from '../state/orders.ts';
import { createOutbox, type Outbox } from '../state/outbox.ts';
import { createPagedList, type PagedList } from '../state/paged-list.ts';
import { createShownReactions, type ShownReactions } from '../state/reactions.ts';
import type { Router } from '../state/route.ts';
import { createSearch, type Search } from '../state/search.ts';
import { nextSession } from '../state/session.ts';
import type { TextStorage } from '../state/storage.ts';
import { createStore, type Store, type WritableStore } from '../state/store.ts';
import { createTimelines, type Timelines } from '../state/timelines.ts';
import { createToasts, type Toasts } from '../state/toasts.ts';

/** Everything the window knows: projections of main, and what belongs to the window alone. */
export interface Model {
  readonly client: Client;
  readonly router: Router;
  readonly session: Store<SessionSnapshot>;
  readonly inbox: PagedList<ConversationRow>;
  readonly timelines: Timelines;
  readonly contacts: Contacts;
  readonly callings: Callings;
  /** The agent's call that ended last, until it is put away. */
  readonly lastCall: WritableStore<CallRow | null>;
  /** What the dial dialog is opened with; null: it is closed. */
  readonly dialing: WritableStore<string | null>;
  readonly calls: Readonly<Record<CallsTab, PagedList<CallRow>>>;
  readonly followUps: FollowUps;
  readonly recordings: PagedList<RecordingRow>;
  readonly search: Search;
  readonly notePlayback: NotePlayback;
  readonly noteProgress: NoteProgress;
  readonly pictures: Pictures;
  readonly reactions: ShownReactions;
  readonly outbox: Outbox;
  readonly drafts: Drafts;
  readonly toasts: Toasts;
  readonly announcer: Announcer;
  readonly storage: TextStorage;
  /** How a phone number is written; plainly until the numbering plans are loaded, which the start does not wait for. */
  readonly numberFormat: WritableStore<NumberFormat>;
}

export interface NumberFormat {
  readonly format: (number: string) => string;
}

export interface ModelOptions {
  readonly client: Client;
  readonly router: Router;
  readonly storage: TextStorage;
  readonly pictures: Pictures;
  readonly snapshot: SessionSnapshot;
  /** Asked for together with the snapshot, so that the first paint waits once. */
  readonly firstInboxPage: Promise<Result<Page<ConversationRow>>>;
}

export const inboxPageSize = 50;
const journalPageSize = 50;

export function createModel(options: ModelOptions): Model {
  const { client, router, storage, pictures, snapshot, firstInboxPage } = options;
  const session = createStore(snapshot);
  let first: Promise<Result<Page<ConversationRow>>> | null = firstInboxPage;
  const inbox = createPagedList<ConversationRow>({
    order: inboxOrder,
    load: (before) => {
      const asked = before === null ? first : null;
      first = null;
      return asked ?? client.ask('inbox.page', { before, limit: inboxPageSize });
    },
  });
  const timelines = createTimelines(client);
  const contacts = createContacts(client);
  const callsOf = (tab: CallsTab): PagedList<CallRow> =>
    createPagedList({
      order: callOrder,
      load: (before) => client.ask('calls.page', { tab, before, limit: journalPageSize }),
      belongs: (row) => isInTab(tab, row),
    });
  const calls = {
    all: callsOf('all'),
    missed: callsOf('missed'),
    answered: callsOf('answered'),
    outgoing: callsOf('outgoing'),
  };
  const recordings = createPagedList<RecordingRow>({
    order: recordingOrder,
    load: (before) => client.ask('recordings.page', { before, limit: journalPageSize }),
  });
  const outbox = createOutbox({
    client,
    storage,
    now: Date.now,
    newId: () => crypto.randomUUID(),
    onTaken: (message) => {
      const known = timelines
        .of(message.contactId)
        .get()
        .rows.some(({ id }) => id === message.id);
      if (!known) timelines.push(message.contactId, [{ entry: 'message', ...message }]);
    },
  });
  const model: Model = {
    client,
    router,
    session,
    inbox,
    timelines,
    contacts,
    callings: createCallings(client),
    lastCall: createStore<CallRow | null>(null),
    dialing: createStore<string | null>(null),
    calls,
    followUps: createFollowUps(client),
    recordings,
    search: createSearch(client),
    notePlayback: createNotePlayback(client, () => document.createElement('video')),
    noteProgress: createNoteProgress(client),
    pictures,
    reactions: createShownReactions(client),
    outbox,
    drafts: createDrafts(storage),
    toasts: createToasts(),
    announcer: createAnnouncer(),
    storage,
    numberFormat: createStore<NumberFormat>({ format: (number) => number }),
  };
  follow(model, (incoming) => session.set(nextSession(session.get(), incoming)));
  inbox.more();
  client.open();
  return model;
}

function follow(model: Model, onSession: (snapshot: SessionSnapshot) => void): void {
  const { client, inbox, timelines, contacts, callings, lastCall, calls, followUps, recordings, router } = model;
  client.on('session', (incoming) => {
    onSession(incoming);
    // Nobody can listen to two people.
    if (incoming.calls.length > 0) model.notePlayback.pause();
  });
  client.on('inbox', ({ rows }) => {
    inbox.push(rows);
    const concerned = rows.map(({ contactId }) => contactId);
    contacts.refresh(concerned);
    callings.refresh(concerned);
  });
  client.on('timeline', ({ contactId, entries, gone }) => timelines.push(contactId, entries, gone));
  client.on('calling', ({ contactIds }) => {
    for (const records of [callings, contacts]) {
      if (contactIds === null) records.refreshAll();
      else records.refresh(contactIds);
    }
  });
  client.on('dial', ({ text }) => model.dialing.set(text));
  client.on('calls', ({ rows }) => {
    lastCall.set(nextLastCall(lastCall.get(), rows, model.session.get()));
    for (const tab of callsTabs) calls[tab].push(rows);
  });
  client.on('followUps', ({ rows }) => followUps.push(rows));
  client.on('recordings', ({ rows }) => recordings.push(rows));
  client.on('reset', () => {
    inbox.reset();
    timelines.reset();
    contacts.refreshAll();
    callings.refreshAll();
    for (const tab of callsTabs) calls[tab].reset();
    followUps.refresh();
    recordings.reset();
  });
  client.on('show', ({ view, contactId }) => {
    if (view === 'inbox') router.go({ view, contactId });
    else if (view === 'calls') router.go({ view, tab: 'all' });
    else router.go({ view });
  });
}
