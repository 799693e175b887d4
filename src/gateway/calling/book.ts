import { type ContactState, type GatewayEvent, gatewayEvent } from '#shared/contracts/agent.ts';
import { type CallingFact, type CallingState, callingFact } from '#shared/contracts/calling.ts';
import type { Contact } from '#shared/contracts/records.ts';
import { callingStateOf } from '#shared/domain/rules/calling-state.ts';
import { forgettableCalls, remembersMs } from '#shared/domain/rules/forgettable.ts';
import { revokingRows } from '#shared/domain/rules/profiles.ts';
import type { GatewayLog } from '../platform/log.ts';
import type { GatewayStore } from '../store/gateway-store.ts';
import { factKeyOf, type Operation } from '../store/operations.ts';
import type { ChannelDesk } from './channel-desk.ts';
import { permissionEvent } from './permission-events.ts';

/** What is known of one contact, what is not on disk yet included. */
interface Page {
  contact: Contact | null;
  windowUntil: number | null;
  /** Of the messages only the newest: the ones before it can change nothing, and there may be years of them. */
  readonly facts: Map<string, CallingFact>;
  /** So many facts are looked through for what can be forgotten. */
  thinAt: number;
  state: CallingState;
  /** The state that desktops were told, as JSON; null: none yet. */
  told: string | null;
}

/** Pages in memory: the others are read again when they are needed. */
const mostPages = 5_000;

/** Facts of a contact that cost nothing worth mentioning. */
const fewFacts = 300;

/**
 * What happened with each contact, as the rules see it. A fact is written together with the event it belongs to and with what follows
 * from it for the desktops, so a crash leaves all of them or none; told again, it changes nothing.
 */
export class CallingBook {
  private readonly store: GatewayStore;
  private readonly desk: ChannelDesk;
  private readonly log: GatewayLog;
  private readonly pages = new Map<string, Page>();

  constructor(store: GatewayStore, desk: ChannelDesk, log: GatewayLog) {
    this.store = store;
    this.desk = desk;
    this.log = log;
  }

  /** null: nobody of that id is known. */
  contact(contactId: string): ContactState | null {
    const { contact, windowUntil } = this.page(contactId);
    return contact === null ? null : { contact, serviceWindowUntil: windowUntil };
  }

  state(contactId: string): CallingState {
    return this.page(contactId).state;
  }

  knows(contactId: string, fact: CallingFact): boolean {
    return this.page(contactId).facts.has(factKeyOf(fact));
  }

  /** Writes facts of a contact and the operations they belong to, together. */
  record(contactId: string, facts: readonly CallingFact[], ...operations: readonly Operation[]): void {
    const written = this.enter(contactId, facts, operations);
    if (written.length > 0) this.store.publish(...written);
  }

  /** The same for what somebody waits for. On a failure nothing of it holds. */
  async submit(contactId: string, facts: readonly CallingFact[], ...operations: readonly Operation[]) {
    const before = new Set(this.page(contactId).facts.keys());
    const result = await this.store.submitAll(...this.enter(contactId, facts, operations));
    if (!result.ok) {
      const page = this.page(contactId);
      for (const key of facts.map(factKeyOf)) if (!before.has(key)) page.facts.delete(key);
      // Told again with the next change, or by this one: whoever heard of the fact is put right.
      this.store.publish(...this.consequences(contactId, page, []));
    }
    return result;
  }

  /** A connector names a contact. It may know when the service window ends; what we know to be later stays. */
  name({ contact, serviceWindowUntil }: ContactState): void {
    const page = this.page(contact.id);
    const until = later(page.windowUntil, serviceWindowUntil);
    const state: ContactState = { contact, serviceWindowUntil: until };
    if (!this.isGood({ type: 'contact', state })) return;
    page.contact = contact;
    page.windowUntil = until;
    this.store.publish({ do: 'event', event: { type: 'contact', state } }, ...this.consequences(contact.id, page, []));
  }

  /** A contact that may be known already, and then better than here. */
  introduce(contact: Contact): void {
    if (this.page(contact.id).contact === null) this.name({ contact, serviceWindowUntil: null });
  }

  /** Another rule profile sums the same facts up differently. */
  judgeAnew(): void {
    const told = this.store
      .statesOf('contact.calling')
      .flatMap((event) => (event.type === 'contact.calling' ? [event.contactId] : []));
    for (const contactId of new Set([...told, ...this.pages.keys()])) {
      const page = this.page(contactId);
      if (page.told === null) continue;
      const operations = this.consequences(contactId, page, []);
      if (operations.length > 0) this.store.publish(...operations);
    }
  }

  private enter(
    contactId: string,
    facts: readonly CallingFact[],
    operations: readonly Operation[],
  ): readonly Operation[] {
    const page = this.page(contactId);
    // What the contract forbids is dropped with the facts that belong to it.
    const whole = operations.every((operation) => operation.do !== 'event' || this.isGood(operation.event));
    const fresh = whole ? facts.filter((fact) => !page.facts.has(factKeyOf(fact)) && this.isFact(fact)) : [];
    const settled = fresh.map((fact) => ({ ...fact, at: Math.min(fact.at, this.desk.now()) }));
    for (const fact of settled) note(page.facts, fact);
    const written = settled.map((fact): Operation => ({ do: 'fact', contactId, fact }));
    const forgotten = settled.length === 0 ? [] : this.thin(contactId, page);
    const consequences = settled.length === 0 ? [] : this.consequences(contactId, page, settled);
    return [...(whole ? operations : []), ...written, ...forgotten, ...consequences];
  }

  /** Keeps the page of a contact with years of calls short, and its rows on disk. */
  private thin(contactId: string, page: Page): readonly Operation[] {
    if (page.facts.size < page.thinAt) return [];
    const ids = forgettableCalls([...page.facts.values()], this.desk.now() - remembersMs, revokingRows);
    const keys = [...page.facts].flatMap(([key, fact]) => (fact.fact === 'call' && ids.has(fact.id) ? [key] : []));
    for (const key of keys) page.facts.delete(key);
    page.thinAt = Math.max(fewFacts, 2 * page.facts.size);
    return keys.length === 0 ? [] : [{ do: 'facts.forget', contactId, keys }];
  }

  /** What desktops have to be told now. */
  private consequences(contactId: string, page: Page, news: readonly CallingFact[]): readonly Operation[] {
    const before = page.state.permission;
    const derived = callingStateOf([...page.facts.values()], this.desk.profile());
    const until = later(page.windowUntil, derived.serviceWindowUntil);
    page.state = { ...derived, serviceWindowUntil: until };
    const events: GatewayEvent[] = [];
    if (until !== page.windowUntil) {
      page.windowUntil = until;
      page.contact ??= { id: contactId, name: contactId.slice(0, 200), phone: null };
      events.push({ type: 'contact', state: { contact: page.contact, serviceWindowUntil: until } });
    }
    const text = JSON.stringify(page.state);
    if (text !== page.told && (page.facts.size > 0 || page.told !== null)) {
      page.told = text;
      events.push({ type: 'contact.calling', contactId, state: page.state });
    }
    const { status, automatic, since } = page.state.permission;
    const cause = news.at(-1);
    if (
      cause !== undefined &&
      status === 'revoked' &&
      automatic &&
      cause.fact === 'call' &&
      before.status !== 'revoked'
    )
      events.push(
        permissionEvent('permission-revoked', {
          id: `${cause.id}/permission-revoked`,
          contactId,
          at: since ?? cause.at,
        }),
      );
    return events.map((event): Operation => ({ do: 'event', event }));
  }

  private page(contactId: string): Page {
    const known = this.pages.get(contactId);
    if (known !== undefined) {
      // The newest last: the first ones are forgotten first.
      this.pages.delete(contactId);
      this.pages.set(contactId, known);
      return known;
    }
    this.forgetOld();
    const { store } = this;
    const stored = store.contact(contactId);
    const facts: Page['facts'] = new Map();
    for (const fact of store.callingFacts(contactId)) note(facts, fact);
    const told = store.state(`contact.calling/${contactId}`);
    const derived = callingStateOf([...facts.values()], this.desk.profile());
    const windowUntil = stored?.serviceWindowUntil ?? null;
    const page: Page = {
      contact: stored?.contact ?? null,
      windowUntil,
      facts,
      thinAt: fewFacts,
      state: { ...derived, serviceWindowUntil: later(windowUntil, derived.serviceWindowUntil) },
      told: told?.type === 'contact.calling' ? JSON.stringify(told.state) : null,
    };
    this.pages.set(contactId, page);
    return page;
  }

  /** Only what is on disk as it stands here: a full disk may keep changes waiting. */
  private forgetOld(): void {
    if (this.pages.size < mostPages) return;
    let looked = 0;
    for (const [contactId, page] of this.pages) {
      if (looked++ === 2) return;
      const onDisk = new Set(this.store.callingFacts(contactId).map(factKeyOf));
      const written = [...page.facts.values()].every((fact) => onDisk.has(factKeyOf(fact)));
      const named = this.store.contact(contactId)?.serviceWindowUntil === page.windowUntil;
      if (written && named) this.pages.delete(contactId);
    }
  }

  private isFact(fact: CallingFact): boolean {
    const good = callingFact.safeParse(fact).success;
    if (!good) this.log.error(`calling: a fact "${fact.fact}" is not as the contract says`);
    return good;
  }

  private isGood(event: GatewayEvent): boolean {
    const good = gatewayEvent.safeParse(event).success;
    if (!good) this.log.error(`calling: an event "${event.type}" is not as the contract says`);
    return good;
  }
}

function note(facts: Page['facts'], fact: CallingFact): void {
  if (fact.fact !== 'message') facts.set(factKeyOf(fact), fact);
  else if (fact.at >= (facts.get(newestMessage)?.at ?? 0)) facts.set(newestMessage, fact);
}

/** No key of a fact, which all have a slash. */
const newestMessage = 'message';

const later = (left: number | null, right: number | null): number | null =>
  left === null || right === null ? (left ?? right) : Math.max(left, right);
