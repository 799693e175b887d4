import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testOffer } from '../../fakes/gateway-connector.ts';
import { hour, withLena } from './lena.ts';
import { contactEventsOf, settle } from './support.ts';

describe('what connectors tell', () => {
  it('comes to the same state, whatever is late, repeated or out of order', async () => {
    const start = 1_800_000_000_000;
    const at = fc.integer({ min: start - 100 * hour, max: start });
    const id = fc.constantFrom('a', 'b', 'c', 'd');
    const news = fc.oneof(
      fc.record({ what: fc.constant('message' as const), id, at }),
      fc.record({ what: fc.constantFrom('granted' as const, 'declined' as const, 'revoked' as const), id, at }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(news, { selector: ({ what, id: name }) => `${what}${name}`, maxLength: 10 }),
        fc.infiniteStream(fc.nat()),
        async (all, chance) => {
          const play = async (order: typeof all) => {
            const { tell, write, calling, store, connector } = await withLena();
            for (const { what, id: name, at: when } of order) {
              if (what === 'message') write(`m${name}`, when);
              else tell({ answer: what }, `${what}${name}`, when);
            }
            await settle();
            const told = store.state('contact.calling/lena');
            if (order.length > 0) expect(told).toMatchObject({ state: calling.book.state('lena') });
            expect(store.contact('lena')?.serviceWindowUntil).toBe(calling.book.state('lena').serviceWindowUntil);
            await connector.stop();
            return { state: calling.book.state('lena'), lines: contactEventsOf(store).length };
          };
          const shuffled = [...all, ...all]
            .map((item) => ({ item, rank: chance.next().value }))
            .sort((left, right) => left.rank - right.rank)
            .map(({ item }) => item);
          expect(await play(shuffled)).toEqual(await play(all));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('that is impossible is dropped and logged, and nothing of it counts', async () => {
    const { write, tell, store, log } = await withLena();
    write('m1', Number.NaN);
    write('m2', -1);
    tell({ answer: 'granted' }, 'g', 1.5);
    write('m3', Date.UTC(2100, 0));
    await settle();
    expect(store.callingFacts('lena').map(({ id }) => id)).toEqual(['m3']);
    // A wrong clock opens no window for years.
    expect(store.contact('lena')?.serviceWindowUntil).toBe(1_800_000_000_000 + 24 * hour);
    expect(log.errors().length).toBeGreaterThan(0);
  });

  it('as the end of a call before its beginning: it does not ring and is missed', async () => {
    const { connector, desk, store } = await withLena();
    connector.events.callEnded('c1', 'hangup');
    connector.ring('c1', { contactId: 'lena', offerSdp: testOffer });
    connector.events.callEnded('c1', 'hangup');
    await settle();
    connector.ring('c1', { contactId: 'lena' });
    await settle();
    expect(desk.requests('INVITE')).toEqual([]);
    expect(contactEventsOf(store).map(({ id }) => id)).toEqual(['c1/missed-call']);
    expect(store.openCalls()).toEqual([]);
  });
});
