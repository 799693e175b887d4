import { describe, expect, it } from 'vitest';
import { refused, withLena } from './lena.ts';
import { contactEventsOf, eventsOf, settle } from './support.ts';

const day = 86_400_000;

async function underMeta() {
  const parts = await withLena('+393331234567', 'meta-2026-10');
  const callback = (id: string) =>
    parts.connector.events.permission({
      id: `${id}/permission`,
      contactId: 'lena',
      at: parts.clock.now(),
      initial: false,
      answer: 'granted',
      term: 'temporary',
      until: null,
      source: 'automatic',
    });
  return { ...parts, callback };
}

describe('the permission that follows from a call of the contact', () => {
  it('is shown live, once, and lasts 168 hours', async () => {
    const { callback, place, clock, store } = await underMeta();
    const since = clock.now();
    expect(await place('c1')).toBe(refused('permission-missing'));
    callback('in-1');
    callback('in-1');
    await settle();
    expect(contactEventsOf(store).filter(({ type }) => type === 'permission-granted')).toMatchObject([
      { id: 'in-1/permission', at: since },
    ]);
    expect(eventsOf(store).findLast(({ type }) => type === 'contact.calling')).toMatchObject({
      state: { permission: { status: 'granted', since, until: since + 7 * day } },
    });
    clock.advance(7 * day - 1);
    expect(await place('c2')).toMatch(/^480 /);
    clock.advance(1);
    expect(await place('c3')).toBe(refused('permission-expired'));
  });

  it('ends after four unanswered calls, which another call of the contact does not set back', async () => {
    const { callback, place, clock } = await underMeta();
    callback('in-1');
    await settle();
    for (const id of ['c1', 'c2', 'c3']) expect(await place(id)).toMatch(/^480 /);
    clock.advance(1);
    callback('in-2');
    await settle();
    clock.advance(1);
    expect(await place('c4')).toMatch(/^480 /);
    expect(await place('c5')).toBe(refused('permission-revoked-unanswered'));
    clock.advance(1);
    callback('in-3');
    await settle();
    expect(await place('c6')).toMatch(/^480 /);
  });

  it('takes nothing from one that lasts, and is no news then', async () => {
    const { callback, tell, clock, calling, store } = await underMeta();
    tell({ answer: 'granted' }, 'g');
    clock.advance(1);
    callback('in-1');
    await settle();
    expect(calling.book.state('lena').permission).toMatchObject({ status: 'granted', until: null });
    expect(contactEventsOf(store).map(({ id }) => id)).toEqual(['g']);
  });
});
