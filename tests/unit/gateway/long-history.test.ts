import { describe, expect, it } from 'vitest';
import { createCalling } from '../../../src/gateway/calling/calling.ts';
import { lives } from './lives.ts';
import { settle } from './support.ts';

const hour = 3_600_000;
const facts = 10_000;

describe('a contact with ten thousand facts', () => {
  it('costs no more than any other: what can change nothing is forgotten, on disk too', async () => {
    const { clock, open } = lives();
    const { store, connector, calling, log } = await open('meta-2026-10');
    const call = (index: number, at: number) => {
      const about = { fact: 'call', id: `c${index}`, direction: 'business-initiated' } as const;
      const answered = index % 3 === 0;
      calling.book.record('lena', [
        { ...about, stage: 'started', at },
        { ...about, stage: 'ended', at: at + 60_000, talkMs: answered ? 50_000 : null, failed: false },
      ]);
    };
    const began = clock.now() - 2_000 * 20 * hour - 40 * 24 * hour;
    const slowest = { ms: 0 };
    for (let index = 0; index < facts / 4; index += 1) {
      const at = began + index * 15 * hour;
      connector.events.message({
        id: `m${index}`,
        contactId: 'lena',
        direction: 'in',
        text: 'x',
        at,
        status: 'delivered',
      });
      const start = performance.now();
      call(index, at + hour);
      if (index > facts / 8) slowest.ms = Math.max(slowest.ms, performance.now() - start);
      if (index % 100 === 0) await settle();
    }
    await settle();
    const kept = store.callingFacts('lena');
    expect(kept.length).toBeLessThan(700);
    expect(kept.filter(({ fact }) => fact === 'message')).toHaveLength(1);
    // A gateway that starts anew says the same of her.
    const again = createCalling({ store, connector, clock, log });
    expect(again.book.state('lena')).toEqual(calling.book.state('lena'));
    expect(slowest.ms).toBeLessThan(500);
    store.close();
  }, 60_000);
});
