import { z } from 'zod';
import { readJsonFile, writeJsonFile } from '../platform/json-file.ts';
import type { MainLog } from '../platform/log-port.ts';
import type { Secrets } from '../platform/secrets.ts';
import type { AuditEntry, AuditHead, LedgerStore } from './ledger-store.ts';

export interface AuditTrailOptions {
  readonly ledger: Pick<LedgerStore, 'auditAppend' | 'auditVerify'>;
  /** Holds the head in the clear. */
  readonly file: string;
  /** Holds it sealed, where there is a keyring. */
  readonly secrets: Pick<Secrets, 'available' | 'store' | 'read'>;
  /** Rows were changed or are missing. Told at each start. */
  readonly onBroken: () => void;
  readonly log: MainLog;
}

export interface AuditTrail {
  /** Never rejects. */
  append(entry: AuditEntry): Promise<void>;
  /** Once after the start. Never rejects. */
  verify(): Promise<void>;
}

const sealedName = 'audit.head';
const headSchema = z.strictObject({ seq: z.int().nonnegative(), hash: z.string().regex(/^[0-9a-f]{64}$/) });

/**
 * The chain of the trail shows that rows were changed or taken from its middle, not that its newest ones are gone. So its head is kept outside
 * of the ledger as well: in a file, and sealed by the computer's keyring where there is one, which nobody can write who does not know its key.
 * Whoever can put all three back to an earlier day goes unnoticed; so does, without a keyring, who knows how this works.
 *
 * The row comes before its head: after a crash in between the chain goes on behind the head, and it catches up at the next start. Where
 * something is wrong the head stays as it is, or the next row would hide it.
 */
export function createAuditTrail({ ledger, file, secrets, onBroken, log }: AuditTrailOptions): AuditTrail {
  let verified: Promise<boolean> | null = null;

  async function headInFile(): Promise<AuditHead | null> {
    const found = await readJsonFile(file).catch(() => null);
    const parsed = found?.state === 'read' ? headSchema.safeParse(found.value) : null;
    return parsed?.data ?? null;
  }

  async function sealedHead(): Promise<AuditHead | null> {
    const sealed = await secrets.read(sealedName);
    if (!sealed.ok) log.warn('the sealed head of the audit trail cannot be read', { code: sealed.error.code });
    if (!sealed.ok || sealed.value === null) return null;
    const [seq, hash] = sealed.value.split(' ');
    return headSchema.safeParse({ seq: Number(seq), hash }).data ?? null;
  }

  async function keep({ seq, hash }: AuditHead): Promise<void> {
    await writeJsonFile(file, { seq, hash }).catch((error: unknown) =>
      log.error('the head of the audit trail could not be kept', { error: String(error) }),
    );
    // Before the first entry nobody needs to be asked for the keyring.
    if (seq === 0 || !secrets.available()) return;
    const sealed = await secrets.store(sealedName, `${seq} ${hash}`);
    if (!sealed.ok) log.warn('the head of the audit trail could not be sealed', { code: sealed.error.code });
  }

  /** @returns whether the trail is whole, as far as can be told */
  async function look(): Promise<boolean> {
    const [plain, sealed] = await Promise.all([headInFile(), sealedHead()]);
    const known = [plain, sealed].filter((head) => head !== null);
    const verdict = await ledger.auditVerify(known);
    if (!verdict.ok) {
      log.error('the audit trail cannot be read', { fault: verdict.error.fault });
      return false;
    }
    const { head, broken } = verdict.value;
    // A head is kept before the first row: rows without one mean that it was taken away.
    if (broken !== null || (known.length === 0 && head.seq > 0)) {
      log.error('the audit trail was changed or is not complete', { at: broken, rows: head.seq, heads: known.length });
      onBroken();
      return false;
    }
    if (plain?.seq !== head.seq) await keep(head);
    return true;
  }

  const verify = (): Promise<boolean> => {
    verified ??= look();
    return verified;
  };

  return {
    append: async (entry) => {
      const isWhole = await verify();
      const written = await ledger.auditAppend(entry);
      if (!written.ok) log.error('the audit entry could not be written', { what: entry.what });
      else if (isWhole) await keep(written.value);
    },
    verify: async () => {
      await verify();
    },
  };
}
