import { describe, expect, it } from 'vitest';
import { outboxAdd, outboxDone, outboxFail, outboxIn } from '../../../src/main/store/ledger/outbox.ts';
import { temporaryLedger } from './support/temporary.ts';

describe('outbox', () => {
  const message = { id: 'm1', contactId: 'anna', text: 'Hello', at: 10 };

  it('sends a message once, however often it is added', () => {
    const db = temporaryLedger();
    expect(outboxAdd(db, message)).toEqual({ ...message, state: 'pending', attempts: 0, error: null });
    outboxAdd(db, { ...message, text: 'changed' });
    outboxAdd(db, { ...message, id: 'm0', at: 5 });
    expect(outboxIn(db, 'pending').map(({ id, text }) => [id, text])).toEqual([
      ['m0', 'Hello'],
      ['m1', 'Hello'],
    ]);
    outboxDone(db, 'm1');
    outboxFail(db, 'm1', 'late', true);
    expect(outboxAdd(db, message).state).toBe('done');
    expect(outboxIn(db, 'pending').map(({ id }) => id)).toEqual(['m0']);
  });

  it('keeps a message that can be tried again, and takes up one that had failed for good', () => {
    const db = temporaryLedger();
    outboxAdd(db, message);
    outboxFail(db, 'm1', 'offline', false);
    expect(outboxIn(db, 'pending')).toMatchObject([{ attempts: 1, error: 'offline' }]);
    outboxFail(db, 'm1', 'rejected', true);
    expect(outboxIn(db, 'pending')).toEqual([]);
    expect(outboxIn(db, 'failed')).toMatchObject([{ id: 'm1', error: 'rejected' }]);
    expect(outboxAdd(db, message)).toMatchObject({ state: 'pending', attempts: 2 });
    expect(outboxIn(db, 'failed')).toEqual([]);
  });
});
