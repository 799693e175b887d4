import type { GatewayEvent, NumberedEvent } from '#shared/contracts/agent.ts';
import { fail, ok } from '#shared/result.ts';
import type { GatewaySink } from '../../src/main/gateway-link/sink.ts';

export interface MemorySink extends GatewaySink {
  readonly applied: readonly NumberedEvent[];
  /** What the snapshot in force brought, and how many there were. */
  readonly contacts: ReadonlySet<string>;
  readonly snapshots: number;
  /** Whatever was not as the contract between link and sink says. */
  readonly violations: readonly string[];
  full: boolean;
}

/** Keeps what it is told as the cache would: position and contents together. Takes its time, so that messages pile up behind it. */
export function memorySink(wait: () => Promise<void> = () => Promise.resolve()): MemorySink {
  const violations: string[] = [];
  let applied: NumberedEvent[] = [];
  let contacts = new Set<string>();
  let position: { epoch: string | null; cursor: number } = { epoch: null, cursor: 0 };
  let shadow: { readonly epoch: string; readonly contacts: Set<string> } | null = null;
  let snapshots = 0;
  let busy = false;

  const inTurn = async <T>(name: string, work: () => T): Promise<T> => {
    if (busy) violations.push(`${name} while another call was under way`);
    busy = true;
    await wait();
    busy = false;
    return work();
  };
  const learn = (event: GatewayEvent): void => {
    if (event.type === 'contact') contacts.add(event.state.contact.id);
  };

  const sink: MemorySink = {
    get applied() {
      return applied;
    },
    get contacts() {
      return contacts;
    },
    get snapshots() {
      return snapshots;
    },
    violations,
    full: false,
    position: async () => ok({ ...position }),
    beginSnapshot: (epoch) =>
      inTurn('beginSnapshot', () => {
        if (sink.full) return fail('disk-full');
        shadow = { epoch, contacts: new Set() };
        return ok(null);
      }),
    addSnapshotPart: (part) =>
      inTurn('addSnapshotPart', () => {
        if (shadow === null) violations.push('a part without its beginning');
        for (const { contact } of part.contacts) shadow?.contacts.add(contact.id);
        return ok(null);
      }),
    endSnapshot: (cursor) =>
      inTurn('endSnapshot', () => {
        if (shadow === null) return fail('invalid');
        position = { epoch: shadow.epoch, cursor };
        contacts = shadow.contacts;
        applied = [];
        shadow = null;
        snapshots += 1;
        return ok(null);
      }),
    abortSnapshot: () =>
      inTurn('abortSnapshot', () => {
        shadow = null;
        return ok(null);
      }),
    applyEvents: (epoch, events) =>
      inTurn('applyEvents', () => {
        if (sink.full) return fail('disk-full');
        if (epoch !== position.epoch) return ok({ applied: false as const, reason: 'epoch' });
        events.forEach((event, index) => {
          if (event.cursor !== position.cursor + index + 1)
            violations.push(`${event.cursor} after ${position.cursor + index}`);
          learn(event.event);
        });
        applied.push(...events);
        position = { epoch, cursor: position.cursor + events.length };
        return ok({ applied: true as const });
      }),
  };
  return sink;
}
