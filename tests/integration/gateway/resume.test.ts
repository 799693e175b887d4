import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { NumberedEvent, ServerMessage } from '../../../src/shared/contracts/agent.ts';
import { eventually } from './support/eventually.ts';
import { type TestGateway, testGateway } from './support/gateway.ts';
import { desktop, type TestDesktop } from './support/sockets.ts';

/** What a desktop keeps: it applies events in order and remembers how far it came. */
class Copy {
  epoch: string | null = null;
  cursor = 0;
  readonly applied: number[] = [];
  readonly messages = new Set<string>();
  snapshots = 0;

  take(message: ServerMessage): void {
    if (message.type === 'snapshot.begin') {
      this.messages.clear();
      this.snapshots += 1;
      this.epoch = null;
    } else if (message.type === 'snapshot.part') for (const { id } of message.messages) this.add(id);
    else if (message.type === 'snapshot.end') this.cursor = message.cursor;
    else if (message.type === 'events') for (const event of message.events) this.apply(event);
    if ('epoch' in message && message.type !== 'snapshot.begin') this.epoch = message.epoch;
  }

  private apply({ cursor, event }: NumberedEvent): void {
    if (cursor !== this.cursor + 1) throw new Error(`event ${cursor} after ${this.cursor}`);
    this.cursor = cursor;
    this.applied.push(cursor);
    if (event.type === 'message') this.add(event.message.id);
  }

  private add(id: string): void {
    if (this.messages.has(id)) throw new Error(`message ${id} twice`);
    this.messages.add(id);
  }
}

const write = (gateway: TestGateway, from: number, count: number): void => {
  for (let index = from; index < from + count; index += 1) {
    gateway.connector.events.message({
      id: `m${index}`,
      contactId: 'anna',
      direction: 'in',
      text: `message ${index} ${'x'.repeat(index % 400)}`,
      at: index,
      status: 'delivered',
    });
  }
};

it('a desktop whose socket is cut again and again misses nothing and gets nothing twice', async () => {
  const gateway = await testGateway();
  write(gateway, 0, 1_500);
  const copies = [new Copy(), new Copy(), new Copy()];
  const trouble: unknown[] = [];
  let written = 1_500;
  const connect = (copy: Copy, cutAfter: number): Promise<TestDesktop> => {
    let seen = 0;
    let alive = true;
    const connecting = desktop(
      gateway,
      'anna',
      { epoch: copy.epoch, cursor: copy.epoch === null ? 0 : copy.cursor },
      (message) => {
        if (!alive) return;
        try {
          copy.take(message);
        } catch (error) {
          trouble.push(error);
        }
        seen += 1;
        if (seen < cutAfter) return;
        // What is still in the socket's buffer dies with it.
        alive = false;
        void connecting.then((client) => client.cut());
      },
    );
    return connecting;
  };
  const cuts = fc.sample(
    fc.array(fc.record({ copy: fc.nat(2), after: fc.integer({ min: 1, max: 12 }), more: fc.nat(300) }), {
      minLength: 40,
      maxLength: 40,
    }),
    {
      numRuns: 1,
      seed: 11,
    },
  )[0];
  for (const { copy: index, after, more } of cuts ?? []) {
    const copy = copies[index];
    if (copy === undefined) continue;
    const client = await connect(copy, after);
    write(gateway, written, more);
    written += more;
    // Some are cut while much is under way, some when they have everything.
    await eventually(() =>
      expect(copy.messages.size === written || client.socket.readyState === client.socket.CLOSED).toBe(true),
    );
    client.cut();
    await client.closed;
  }
  for (const copy of copies) {
    await connect(copy, Number.POSITIVE_INFINITY);
    await eventually(() => expect(copy.messages.size).toBe(written));
    expect(copy.cursor).toBe(gateway.store.cursor());
    expect(new Set(copy.applied).size).toBe(copy.applied.length);
  }
  expect(trouble).toEqual([]);
  expect(gateway.log.errors()).toEqual([]);
});

it('a desktop that reads slowly costs the gateway no memory and gets everything in the end', async () => {
  const gateway = await testGateway();
  const copy = new Copy();
  const client = await desktop(gateway, 'anna', { epoch: null, cursor: 0 }, (message) => copy.take(message));
  await eventually(() => expect(copy.snapshots).toBe(1));
  client.socket.pause();
  write(gateway, 0, 20_000);
  await eventually(() => expect(gateway.store.message('m19999')).not.toBeNull());
  expect(client.socket.readyState).toBe(client.socket.OPEN);
  client.socket.resume();
  await eventually(() => expect(copy.messages.size).toBe(20_000));
});
