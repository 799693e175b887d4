import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../src/gateway/engine.ts';
import { parseMoney } from '../../../src/shared/domain/money.ts';
import { monthOf } from '../../../src/shared/domain/rules/month.ts';
import { ruleProfile } from '../../../src/shared/domain/rules/profiles.ts';
import { lives } from './lives.ts';
import { eventsOf, settle } from './support.ts';

const card = [
  { place: 'IT', perMinute: '0.0103', currency: 'USD', fromMinutes: 0 },
  { place: 'IT', perMinute: '0.0084', currency: 'USD', fromMinutes: 50 },
  { place: 'IT', perMinute: '0.0074', currency: 'USD', fromMinutes: 250 },
  { place: 'DE', perMinute: '0.02', currency: 'USD', fromMinutes: 0 },
  { place: 'DE', perMinute: '0.01', currency: 'USD', fromMinutes: 10 },
] as const;
const numbers = { IT: '+393331234567', DE: '+4915112345678' } as const;
type Country = keyof typeof numbers;
const agent = { id: 'bruno', name: 'Bruno' };

/** A gateway that can be killed; calls are told to its books as the router does. */
function office() {
  const { clock, open } = lives();
  let life: Awaited<ReturnType<typeof open>> | null = null;
  let engine: ReturnType<typeof createEngine> | null = null;
  const costs = new Map<string, { readonly amount: string; readonly chargedSeconds: number }[]>();
  const begin = async () => {
    life = await open('meta-2026-10');
    const { store, connector, log } = life;
    engine = createEngine({
      clock,
      log,
      domain: 'cornetta.invalid',
      agents: [],
      colleagues: [],
      connector,
      store,
      digestUsers: [],
      callLimits: {},
    });
    engine.router.recover();
    for (const [id, phone] of Object.entries(numbers))
      engine.calling.book.name({ contact: { id, name: id, phone }, serviceWindowUntil: null });
    await settle();
  };
  const now = () => {
    if (life === null || engine === null) throw new Error('the gateway has not begun');
    return { store: life.store, connector: life.connector, records: engine.calling.records, desk: engine.calling.desk };
  };
  const end = () => {
    const { store } = now();
    costs.clear();
    for (const event of eventsOf(store)) {
      if (event.type !== 'call.cost') continue;
      costs.set(event.callId, [...(costs.get(event.callId) ?? []), event]);
    }
    store.close();
  };
  const identity = (callId: string, contactId: Country) =>
    ({ callId, contactId, kind: 'voice', direction: 'business-initiated' }) as const;
  const answer = (callId: string, country: Country) => {
    const { records } = now();
    records.taken(identity(callId, country));
    records.answered(identity(callId, country), clock.now(), agent);
  };
  return { clock, begin, end, now, identity, answer, costs };
}

describe('the price of a call under volume tiers', () => {
  it('falls with the minutes of the calendar month, counts after a restart, and begins anew with the next', async () => {
    const { clock, begin, end, now, identity, answer, costs } = office();
    await begin();
    await settle();
    const { desk, store } = now();
    store.publish(desk.priced(card));
    const talk = async (callId: string, minutes: number) => {
      answer(callId, 'DE');
      clock.advance(minutes * 60_000);
      now().records.over(identity(callId, 'DE'), { outcome: 'answered', agent: 'Bruno', durationMs: minutes * 60_000 });
      await settle();
    };
    await talk('c1', 9);
    end();
    await begin();
    // The call that crosses the bound takes the lower rate as a whole.
    await talk('c2', 2);
    clock.advance(Date.UTC(2027, 1, 1) - clock.now());
    await talk('c3', 1);
    const told = ['2027-01', '2027-02'].map((month) => now().store.state(`volume/${month}`));
    expect(told).toMatchObject([{ seconds: { DE: 660 } }, { seconds: { DE: 60 } }]);
    end();
    expect([...costs].map(([id, all]) => [id, all.at(-1)?.amount])).toEqual([
      ['c1', '0.18'],
      ['c2', '0.02'],
      ['c3', '0.02'],
    ]);
  });

  it('is exact and charged once, whatever lasts how long, and wherever the gateway dies', async () => {
    const step = fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({
          do: fc.constant('talk' as const),
          country: fc.constantFrom('IT' as const, 'DE' as const),
          ms: fc.integer({ min: 0, max: 3_600_000 }),
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          do: fc.constant('die' as const),
          country: fc.constantFrom('IT' as const, 'DE' as const),
          ms: fc.integer({ min: 0, max: 600_000 }),
          lost: fc.integer({ min: 0, max: 4_999 }),
        }),
      },
      {
        weight: 1,
        arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 20 * 86_400_000 }) }),
      },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const { clock, begin, end, now, identity, answer, costs } = office();
        const profile = ruleProfile('meta-2026-10');
        const used = new Map<string, number>();
        const expected = new Map<string, bigint>();
        const charge = (callId: string, country: Country, at: number, ms: number) => {
          const key = `${monthOf(at, profile)} ${country}`;
          const seconds = BigInt(Math.ceil(ms / 6_000) * 6);
          const total = BigInt(used.get(key) ?? 0) + seconds;
          const tiers = card.filter(
            ({ place, fromMinutes }) => place === country && (fromMinutes === 0 || total > fromMinutes * 60),
          );
          const rate = parseMoney(tiers.at(-1)?.perMinute ?? '0') ?? 0n;
          used.set(key, Number(total));
          expected.set(callId, (rate * seconds + 59n) / 60n);
        };
        await begin();
        now().store.publish(now().desk.priced(card));
        await settle();
        for (const [index, each] of steps.entries()) {
          if (each.do === 'wait') {
            clock.advance(each.ms);
            continue;
          }
          const callId = `c${index}`;
          const at = clock.now();
          answer(callId, each.country);
          clock.advance(each.ms);
          if (each.do === 'talk') {
            const durationMs = each.ms;
            now().records.over(identity(callId, each.country), { outcome: 'answered', agent: 'Bruno', durationMs });
            charge(callId, each.country, at, each.ms);
            await settle();
            // Told again, with another length: it was charged.
            const again = { outcome: 'answered', agent: 'Bruno', durationMs: durationMs + 60_000 } as const;
            now().records.over(identity(callId, each.country), again);
          } else {
            now().store.publish({ do: 'call.seen', callIds: [callId], at: clock.now() });
            await settle();
            clock.advance(each.lost);
            end();
            await begin();
            charge(callId, each.country, at, Math.max(1, each.ms));
          }
        }
        await settle();
        const balance = parseMoney(now().store.workspace()?.balance ?? '') ?? 0n;
        const seconds = [...used].map(([key]) => {
          const [month = '', country = ''] = key.split(' ');
          return [key, now().store.chargedSeconds(month, country)];
        });
        end();
        expect(new Map(seconds as [string, number][])).toEqual(used);
        for (const [callId, amount] of expected) {
          const told = (costs.get(callId) ?? []).map((cost) => parseMoney(cost.amount));
          expect(told, callId).toEqual([amount]);
        }
        expect(costs.size).toBe(expected.size);
        expect(balance).toBe(25_000_000n - [...expected.values()].reduce((sum, amount) => sum + amount, 0n));
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});
