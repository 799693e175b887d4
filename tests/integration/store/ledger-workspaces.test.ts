import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLedgerDatabase } from '../../../src/main/store/ledger/ledger-file.ts';
import { recordingOf } from './support/entries.ts';
import { inlineLedger, unwrap } from './support/stores.ts';
import { temporaryFolder } from './support/temporary.ts';

const call = (id: string, contactId: string) =>
  ({
    id,
    contactId,
    name: contactId,
    phone: null,
    direction: 'user-initiated',
    kind: 'voice',
    startedAt: 1,
    answeredAt: null,
    endedAt: null,
    outcome: null,
    reason: null,
  }) as const;
const event = (id: string) =>
  ({
    id,
    contactId: 'anna',
    type: 'missed-call',
    at: 1,
    callId: null,
    kind: null,
    durationMs: null,
    agent: null,
  }) as const;

describe('a ledger of several workspaces', () => {
  it('offers what waits only to the workspace it is meant for, and keeps the rest', async () => {
    const ledger = inlineLedger(temporaryFolder());
    const state = async () => ({
      messages: unwrap(await ledger.outboxIn('pending')).map(({ id }) => id),
      events: unwrap(await ledger.pendingContactEvents()).map(({ id }) => id),
      contacts: unwrap(await ledger.knownContacts({ after: null, limit: 100 })).map(({ id }) => id),
      calls: unwrap(await ledger.callsPage({ tab: 'all', before: null, limit: 10 })).rows.map(({ id }) => id),
      recordings: unwrap(await ledger.recordingsPage({ before: null, limit: 10 })).rows.map(({ id }) => id),
    });
    unwrap(await ledger.bind('sandbox'));
    unwrap(await ledger.outboxAdd({ id: 'to-sandbox', contactId: 'anna', text: 'test', at: 1 }));
    unwrap(await ledger.addContactEvent(event('in-sandbox')));
    unwrap(await ledger.openCall(call('c1', 'anna')));
    unwrap(await ledger.recordingBegin(recordingOf('r1', 1, { callId: 'c1' })));
    unwrap(await ledger.bind('gateway wss://team.example'));
    expect(await state()).toEqual({ messages: [], events: [], contacts: [], calls: [], recordings: [] });
    unwrap(await ledger.outboxAdd({ id: 'to-team', contactId: 'anna', text: 'Good morning', at: 1 }));
    unwrap(await ledger.addContactEvent(event('in-team')));
    unwrap(await ledger.openCall(call('c2', 'bruno')));
    unwrap(await ledger.recordingBegin(recordingOf('r2', 2, { callId: 'c2' })));
    const found = { state: 'cut', durationMs: 5, bytes: 9, sha256: 'ff' } as const;
    // Of a call of the other workspace, and of one that nobody knows.
    unwrap(await ledger.recordingAdopt(recordingOf('r3', 3, { callId: 'c1' }), found));
    unwrap(await ledger.recordingAdopt(recordingOf('r4', 4, { callId: 'lost' }), found));
    expect(await state()).toEqual({
      messages: ['to-team'],
      events: ['in-team'],
      contacts: ['bruno'],
      calls: ['c2'],
      recordings: ['r4', 'r2'],
    });
    unwrap(await ledger.bind('sandbox'));
    expect(await state()).toEqual({
      messages: ['to-sandbox'],
      events: ['in-sandbox'],
      contacts: ['anna'],
      calls: ['c1'],
      recordings: ['r3', 'r1'],
    });
  });

  it('knows before anybody says so whose call a crash interrupted', async () => {
    const folder = temporaryFolder();
    const first = inlineLedger(folder);
    unwrap(await first.bind('pbx sip:anna@pbx.example'));
    unwrap(await first.openCall(call('c1', 'anna')));
    // As the next start does, before it binds.
    unwrap(await first.closeInterrupted(5, 'pbx'));
    unwrap(await first.bind('sandbox'));
    expect(unwrap(await first.pendingContactEvents())).toEqual([]);
    unwrap(await first.bind('pbx sip:anna@pbx.example'));
    expect(unwrap(await first.pendingContactEvents()).map(({ id }) => id)).toEqual(['c1/missed-call']);
  });

  it('gives rows from before there were several to the first one that is bound', async () => {
    const folder = temporaryFolder();
    const ledger = inlineLedger(folder);
    unwrap(await ledger.outboxAdd({ id: 'early', contactId: 'anna', text: 'x', at: 1 }));
    unwrap(await ledger.bind('sandbox'));
    expect(unwrap(await ledger.outboxIn('pending')).map(({ id }) => id)).toEqual(['early']);
    unwrap(await ledger.bind('other'));
    expect(unwrap(await ledger.outboxIn('pending'))).toEqual([]);
  });

  it('finds what waits by an index, however much waits for others', () => {
    const db = openLedgerDatabase(join(temporaryFolder(), 'ledger.sqlite'));
    for (const [table, condition] of [
      ['contact_events', "acknowledged = 0 AND workspace = 'x' AND (at, id) > (1, 'a') ORDER BY at, id"],
      ['outbox', "state IN ('pending', 'failed') AND workspace = 'x' AND state = 'pending' ORDER BY at, rowid"],
    ] as const) {
      const plan = db.prepare(`EXPLAIN QUERY PLAN SELECT id FROM ${table} WHERE ${condition}`).all() as {
        readonly detail: string;
      }[];
      expect(plan[0]?.detail).toMatch(/USING .*INDEX .*_(pending|unsent) \(workspace=\?/);
    }
    db.close();
  });
});
