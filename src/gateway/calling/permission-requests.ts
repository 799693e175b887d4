import type { CallingFact } from '#shared/contracts/calling.ts';
import { evaluatePermissionRequest } from '#shared/domain/rules/evaluate-permission-request.ts';
import { type Failure, fail, refuse } from '#shared/result.ts';
import type { Connector, ProviderRefusal } from '../connectors/connector.ts';
import type { Clock } from '../platform/clock.ts';
import { settled } from '../platform/guard.ts';
import type { GatewayLog } from '../platform/log.ts';
import type { GatewayStore } from '../store/gateway-store.ts';
import type { CallingBook } from './book.ts';
import type { ChannelDesk } from './channel-desk.ts';
import { permissionEvent } from './permission-events.ts';
import { refusalOfProvider, verdictOfProvider } from './provider-refusals.ts';

export interface PermissionRequest {
  /** Made by the desktop. */
  readonly id: string;
  readonly contactId: string;
}

/** A connector that has not taken a request by then has failed it. */
const askLimitMs = 20_000;

/**
 * Asks contacts for permission to call. A contact's requests are taken one after the other, so that two agents who ask at the same
 * time cannot both find the limit free. A request counts once the connector has taken it, and is not answered before it is on disk.
 */
export class PermissionRequests {
  private readonly parts: {
    readonly store: GatewayStore;
    readonly book: CallingBook;
    readonly desk: ChannelDesk;
    readonly connector: Connector;
    readonly clock: Clock;
    readonly log: GatewayLog;
  };
  private readonly queues = new Map<string, Promise<Failure | null>>();

  constructor(parts: PermissionRequests['parts']) {
    this.parts = parts;
  }

  /** @returns null: asked, now or before. `rule` where a rule refuses, `invalid` where the id belongs to something else. */
  ask(request: PermissionRequest, agent: string): Promise<Failure | null> {
    const { contactId } = request;
    const before = this.queues.get(contactId) ?? Promise.resolve(null);
    const asked = before.then(
      () => this.take(request, agent),
      () => this.take(request, agent),
    );
    this.queues.set(contactId, asked);
    const forget = (): void => {
      if (this.queues.get(contactId) === asked) this.queues.delete(contactId);
    };
    asked.then(forget, forget);
    return asked;
  }

  private async take({ id, contactId }: PermissionRequest, agent: string): Promise<Failure | null> {
    const { store, book, desk, connector, clock, log } = this.parts;
    if (book.contact(contactId) === null) return fail('not-found', 'no such contact').error;
    const at = desk.now();
    const fact: CallingFact = { fact: 'request', id, at, via: 'message' };
    if (book.knows(contactId, fact)) return null;
    if (store.contactEvent(id) !== null) return fail('invalid', 'the id belongs to something else').error;
    const verdict = this.judge(contactId, at);
    if (!verdict.allowed) return refuse(verdict).error;
    const taken = await settled(clock, log, askLimitMs, () => connector.requestPermission({ id, contactId, at }));
    if (!taken.ok) return taken.error;
    if (taken.value !== null) return this.refused({ id, contactId }, taken.value);
    const event = permissionEvent('permission-requested', { id, contactId, at, agent });
    const kept = await book.submit(contactId, [fact], { do: 'event', event });
    return kept.ok ? null : kept.error;
  }

  /** The provider refuses: remembered before it is told, so that it holds after a restart too. */
  private async refused({ id, contactId }: PermissionRequest, said: ProviderRefusal): Promise<Failure> {
    const { book, desk } = this.parts;
    const { facts, changes } = refusalOfProvider('request', id, said, desk);
    const kept = await book.submit(contactId, facts, ...changes);
    if (!kept.ok) return kept.error;
    const verdict = this.judge(contactId, desk.now());
    return refuse(verdict.allowed ? verdictOfProvider(said) : verdict).error;
  }

  private judge(contactId: string, at: number) {
    const { book, desk } = this.parts;
    const contactNumber = book.contact(contactId)?.contact.phone ?? null;
    const facts = { channel: desk.state(), contactNumber, state: book.state(contactId), via: 'message' } as const;
    return evaluatePermissionRequest(facts, desk.profile(), at);
  }
}
