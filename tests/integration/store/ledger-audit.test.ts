import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { fail, ok } from '#shared/result.ts';
import { createAuditTrail } from '../../../src/main/store/audit-trail.ts';
import { auditAppend, auditPage, auditVerify } from '../../../src/main/store/ledger/audit.ts';
import { memoryLog } from '../../fakes/memory-log.ts';
import { inlineLedger } from './support/stores.ts';
import { temporaryFolder, temporaryLedger } from './support/temporary.ts';

describe('audit trail', () => {
  it('chains its rows, so that a changed or missing one is found', () => {
    const db = temporaryLedger();
    for (const what of ['started', 'played', 'exported', 'closed'])
      auditAppend(db, { at: 1, who: 'anna', what, details: { recording: 'c', seconds: 3 } });
    expect(auditVerify(db, []).broken).toBeNull();
    expect(auditPage(db, { before: null, limit: 2 }).map(({ seq, what }) => [seq, what])).toEqual([
      [4, 'closed'],
      [3, 'exported'],
    ]);
    expect(auditPage(db, { before: 3, limit: 9 }).map(({ seq }) => seq)).toEqual([2, 1]);
    db.exec(`DROP TRIGGER audit_keeps_values; UPDATE audit SET who = 'bruno' WHERE seq = 2`);
    expect(auditVerify(db, []).broken).toEqual({ seq: 2, how: 'changed' });
    db.exec(`UPDATE audit SET who = 'anna' WHERE seq = 2`);
    expect(auditVerify(db, []).broken).toBeNull();
    db.exec('DROP TRIGGER audit_keeps_rows; DELETE FROM audit WHERE seq = 3');
    expect(auditVerify(db, []).broken).toEqual({ seq: 3, how: 'missing' });
  });
});

const entry = (what: string) => ({ at: 1, who: 'anna', what, details: {} });

/** A computer whose keyring, where it has one, keeps what it is given. */
function computer(keyring: Map<string, string> | null = null) {
  const folder = temporaryFolder();
  const ledger = inlineLedger(folder);
  const file = join(folder, 'audit-head.json');
  let told = 0;
  /** One life of the app. */
  const start = () =>
    createAuditTrail({
      ledger,
      file,
      secrets: {
        available: () => keyring !== null,
        read: async (name) => (keyring === null ? fail('no-keyring') : ok(keyring.get(name) ?? null)),
        store: async (name, value) => {
          keyring?.set(name, value);
          return ok(null);
        },
      },
      onBroken: () => {
        told += 1;
      },
      log: memoryLog(),
    });
  const tamper = (sql: string): void => {
    const db = new Database(join(folder, 'ledger.sqlite'));
    db.exec(`DROP TRIGGER IF EXISTS audit_keeps_rows; ${sql}`);
    db.close();
  };
  const toldAtStart = async (): Promise<number> => {
    told = 0;
    await start().verify();
    return told;
  };
  return { ledger, file, start, tamper, toldAtStart };
}

describe('the head of the audit trail', () => {
  it('says nothing while the trail grows, over any number of starts', async () => {
    const { start, toldAtStart } = computer();
    expect(await toldAtStart()).toBe(0);
    for (const what of ['a', 'b', 'c']) await start().append(entry(what));
    expect(await toldAtStart()).toBe(0);
  });

  it('shows that the newest rows are gone, also after others came in their place', async () => {
    const { start, tamper, toldAtStart } = computer();
    for (const what of ['a', 'b', 'c']) await start().append(entry(what));
    tamper('DELETE FROM audit WHERE seq = 3');
    expect(await toldAtStart()).toBe(1);
    await start().append(entry('d'));
    expect(await toldAtStart()).toBe(1);
    await start().append(entry('e'));
    expect(await toldAtStart()).toBe(1);
  });

  it('shows that all rows are gone', async () => {
    const { start, tamper, toldAtStart } = computer();
    await start().append(entry('a'));
    tamper('DELETE FROM audit');
    expect(await toldAtStart()).toBe(1);
  });

  it('is missed where it was taken away', async () => {
    const { start, file, toldAtStart } = computer();
    await start().append(entry('a'));
    rmSync(file);
    expect(await toldAtStart()).toBe(1);
  });

  it('goes on with a row that a crash parted from it', async () => {
    const { ledger, start, tamper, toldAtStart } = computer();
    await start().append(entry('a'));
    await ledger.auditAppend(entry('b'));
    expect(await toldAtStart()).toBe(0);
    tamper('DELETE FROM audit WHERE seq = 2');
    expect(await toldAtStart()).toBe(1);
  });

  it('is sealed where there is a keyring, so that another file does not hide what is missing', async () => {
    const keyring = new Map<string, string>();
    const { start, file, tamper, toldAtStart } = computer(keyring);
    await start().append(entry('a'));
    const first = readFileSync(file);
    expect(keyring.get('audit.head')).toMatch(/^1 [0-9a-f]{64}$/);
    await start().append(entry('b'));
    tamper('DELETE FROM audit WHERE seq = 2');
    writeFileSync(file, first);
    expect(await toldAtStart()).toBe(1);
    rmSync(file);
    expect(await toldAtStart()).toBe(1);
  });

  it('makes a whole trail written anew by somebody else no trail of ours', async () => {
    const { ledger, start, tamper, toldAtStart } = computer();
    await start().append(entry('a'));
    tamper('DELETE FROM audit');
    await ledger.auditAppend(entry('something else'));
    expect(await toldAtStart()).toBe(1);
  });
});
