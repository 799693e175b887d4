import { describe, expect, it, vi } from 'vitest';
import type { ConversationRow, Page } from '#shared/contracts/records.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { inboxOrder } from '../../../src/renderer/ui/state/orders.ts';
import { createPagedList } from '../../../src/renderer/ui/state/paged-list.ts';

const row = (contactId: string, lastAt: number): ConversationRow => ({
  contactId,
  name: contactId,
  phone: null,
  last: null,
  lastAt,
  unread: 0,
  missed: 0,
  unplayed: 0,
});

type Answer = Result<Page<ConversationRow>>;

function list(answers: readonly Answer[]) {
  const load = vi.fn<(before: string | null) => Promise<Answer>>();
  for (const answer of answers) load.mockResolvedValueOnce(answer);
  return { load, inbox: createPagedList({ order: inboxOrder, load }) };
}

const names = (inbox: ReturnType<typeof list>['inbox']) => inbox.get().rows.map(({ contactId }) => contactId);

describe('a paged list', () => {
  it('asks for one page at a time and stops at the end', async () => {
    const { load, inbox } = list([
      ok({ rows: [row('b', 2)], next: 'after b' }),
      ok({ rows: [row('a', 1)], next: null }),
    ]);
    inbox.more();
    inbox.more();
    await vi.waitFor(() => expect(names(inbox)).toEqual(['b']));
    inbox.more();
    await vi.waitFor(() => expect(names(inbox)).toEqual(['b', 'a']));
    inbox.more();
    expect(load.mock.calls).toEqual([[null], ['after b']]);
  });

  it('does not ask again by itself after a failure, but when told to', async () => {
    const { load, inbox } = list([fail('storage'), ok({ rows: [row('b', 2)], next: null })]);
    inbox.more();
    await vi.waitFor(() => expect(inbox.get().failure).toEqual({ code: 'storage' }));
    inbox.more();
    expect(load).toHaveBeenCalledTimes(1);
    inbox.retry();
    await vi.waitFor(() => expect(names(inbox)).toEqual(['b']));
    expect(inbox.get().failure).toBeNull();
  });

  it('asks again from the top after a reset, and leaves a list alone that nobody opened', async () => {
    const { load, inbox } = list([
      ok({ rows: [row('b', 2)], next: 'after b' }),
      ok({ rows: [row('c', 3)], next: null }),
    ]);
    inbox.reset();
    expect(load).not.toHaveBeenCalled();
    inbox.more();
    await vi.waitFor(() => expect(names(inbox)).toEqual(['b']));
    inbox.reset();
    expect(names(inbox)).toEqual(['b']);
    await vi.waitFor(() => expect(names(inbox)).toEqual(['c']));
    expect(load.mock.calls).toEqual([[null], [null]]);
  });
});
