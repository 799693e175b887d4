import { describe, expect, it, vi } from 'vitest';
import type { FollowUpRow } from '#shared/contracts/ui-replies.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { createClient } from '../../../src/renderer/ui/state/client.ts';
import { createFollowUps, openOf, withRows } from '../../../src/renderer/ui/state/follow-ups.ts';
import { fakeBridge } from './support.ts';

const row = (id: string, lastAt: number, times = 1): FollowUpRow => ({
  id,
  contactId: id,
  firstAt: lastAt,
  lastAt,
  times,
  kind: 'voice',
  outOfHours: false,
  takenBy: null,
  done: null,
  note: null,
  left: null,
  name: id,
  phone: null,
});

type Answer = Result<readonly FollowUpRow[]>;

/** Each request waits for its answer to be given by hand. */
function list() {
  const waiting: ((answer: Answer) => void)[] = [];
  const { bridge } = fakeBridge(() => new Promise((resolve) => waiting.push(resolve as (answer: Answer) => void)));
  const followUps = createFollowUps(createClient(bridge));
  return { followUps, waiting, ids: () => followUps.get().rows.map(({ id }) => id) };
}

describe('the follow-ups of the team', () => {
  it('are found by contact while there is something to be done', () => {
    const settled = { ...row('anna', 1), done: { how: 'dismissed' as const, at: 2, by: null, reason: null } };
    const again = { ...row('later', 3), contactId: 'anna' };
    expect(openOf([settled, row('marco', 1)], 'anna')).toBeUndefined();
    expect(openOf([again, settled, row('marco', 1)], 'anna')).toBe(again);
  });

  it('stand newest first, each once, with what was told last', () => {
    const rows = withRows([row('b', 2), row('a', 1)], [row('a', 3, 2), row('c', 2)]);
    expect(rows.map(({ id, times }) => [id, times])).toEqual([
      ['a', 2],
      ['b', 1],
      ['c', 1],
    ]);
  });

  it('are asked for once, and kept current by pushes that are newer than the answer', async () => {
    const { followUps, waiting, ids } = list();
    followUps.push([row('before-anybody-asked', 9)]);
    expect(ids()).toEqual([]);
    followUps.load();
    followUps.load();
    expect(waiting).toHaveLength(1);
    followUps.push([row('a', 5, 2)]);
    waiting[0]?.(ok([row('a', 1), row('b', 2)]));
    await vi.waitFor(() => expect(followUps.get().loaded).toBe(true));
    expect(ids()).toEqual(['a', 'b']);
    expect(followUps.get().rows[0]?.times).toBe(2);
    followUps.load();
    expect(waiting).toHaveLength(1);
  });

  it('keep what is shown when a request fails, and can be asked for again', async () => {
    const { followUps, waiting, ids } = list();
    followUps.load();
    waiting[0]?.(ok([row('a', 1)]));
    await vi.waitFor(() => expect(ids()).toEqual(['a']));
    followUps.refresh();
    waiting[1]?.(fail('offline'));
    await vi.waitFor(() => expect(followUps.get().failure?.code).toBe('offline'));
    expect(ids()).toEqual(['a']);
    followUps.load();
    waiting[2]?.(ok([row('b', 2)]));
    await vi.waitFor(() => expect(followUps.get()).toMatchObject({ rows: [{ id: 'b' }], failure: null }));
  });

  it('ignore an answer that another request has overtaken', async () => {
    const { followUps, waiting, ids } = list();
    followUps.load();
    followUps.refresh();
    waiting[1]?.(ok([row('new', 2)]));
    await vi.waitFor(() => expect(ids()).toEqual(['new']));
    waiting[0]?.(ok([row('old', 1)]));
    await Promise.resolve();
    expect(ids()).toEqual(['new']);
  });
});
