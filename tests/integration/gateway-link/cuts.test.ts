import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { contactEvent, createLinkedGateway, eventually, seeded } from './support.ts';

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('a wire that is cut at random', () => {
  it.each([1, 2, 3])(
    'loses no event and brings none twice (seed %i)',
    async (seed) => {
      const random = seeded(seed);
      const { gateway, wire, sink, link } = await createLinkedGateway({
        random,
        wait: async () => {
          for (let turns = Math.floor(random() * 4); turns > 0; turns -= 1) await setImmediate();
        },
      });
      link.start();
      await eventually(() => link.state().state).toBe('connected');
      let published = 0;
      for (let cut = 0; cut < 25; cut += 1) {
        // Somewhere inside what is under way: a header, a frame, a ticket, half a batch.
        wire.cutAfter(Math.floor(random() * 4000));
        for (let count = Math.floor(random() * 40); count > 0; count -= 1) {
          published += 1;
          gateway.publish(contactEvent(published));
          if (random() < 0.2) await setImmediate();
        }
        if (random() < 0.3) wire.cut();
        link.nudge();
        if (random() < 0.5) await eventually(() => sink.applied.length, { interval: 5 }).toBeGreaterThan(published / 2);
      }
      await eventually(() => sink.applied.length).toBe(published);
      expect(sink.applied.map(({ cursor }) => cursor)).toEqual(numbers(1, published));
      expect(sink.violations).toEqual([]);
      expect(sink.snapshots).toBe(1);
      expect(gateway.hellos.length).toBeGreaterThan(5);
    },
    40_000,
  );

  it('takes a snapshot whole, however often it breaks off', async () => {
    const random = seeded(7);
    const { gateway, wire, sink, link } = await createLinkedGateway({ random });
    for (const index of numbers(1, 200)) gateway.publish(contactEvent(index));
    wire.cutAfter(2000);
    link.start();
    // Tickets and snapshot together have more than 25 kB: each of these cuts falls into the snapshot.
    for (let cut = 1; cut <= 8; cut += 1) {
      await eventually(() => wire.strikes, { interval: 5 }).toBe(cut);
      expect(sink.snapshots).toBe(0);
      expect(sink.contacts.size).toBe(0);
      if (cut < 8) wire.cutAfter(2000 + Math.floor(random() * 15_000));
      link.nudge();
    }
    await eventually(() => sink.snapshots).toBe(1);
    expect(sink.contacts.size).toBe(200);
    expect(sink.violations).toEqual([]);
    gateway.publish(contactEvent(201));
    await eventually(() => sink.applied.map(({ cursor }) => cursor)).toEqual([201]);
  }, 40_000);
});
