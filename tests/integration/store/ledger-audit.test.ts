import { describe, expect, it } from 'vitest';
import { auditAppend, auditPage, auditVerify } from '../../../src/main/store/ledger/audit.ts';
import { temporaryLedger } from './support/temporary.ts';

describe('audit trail', () => {
  it('chains its rows, so that a changed or missing one is found', () => {
    const db = temporaryLedger();
    for (const what of ['started', 'played', 'exported', 'closed'])
      auditAppend(db, { at: 1, who: 'anna', what, details: { recording: 'c', seconds: 3 } });
    expect(auditVerify(db)).toBeNull();
    expect(auditPage(db, { before: null, limit: 2 }).map(({ seq, what }) => [seq, what])).toEqual([
      [4, 'closed'],
      [3, 'exported'],
    ]);
    expect(auditPage(db, { before: 3, limit: 9 }).map(({ seq }) => seq)).toEqual([2, 1]);
    db.exec(`DROP TRIGGER audit_keeps_values; UPDATE audit SET who = 'bruno' WHERE seq = 2`);
    expect(auditVerify(db)).toBe(2);
    db.exec(`UPDATE audit SET who = 'anna' WHERE seq = 2`);
    expect(auditVerify(db)).toBeNull();
    db.exec('DROP TRIGGER audit_keeps_rows; DELETE FROM audit WHERE seq = 3');
    expect(auditVerify(db)).toBe(4);
  });
});
