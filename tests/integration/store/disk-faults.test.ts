import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { call } from '../../../src/main/store/ledger/calls.ts';
import { openCall } from '../../../src/main/store/ledger/journal.ts';
import { openLedgerDatabase } from '../../../src/main/store/ledger/ledger-file.ts';
import { createLedgerService } from '../../../src/main/store/ledger/ledger-service.ts';
import { runHealing } from '../../../src/main/store/sqlite/service.ts';
import type { StoreHealth } from '../../../src/main/store/store-health.ts';
import { callOf } from './support/entries.ts';
import { smallDisk } from './support/small-disk.ts';
import { openedStores, unwrap } from './support/stores.ts';
import { temporaryFolder, temporaryLedger } from './support/temporary.ts';

const never = (): void => {
  throw new Error('nothing is damaged');
};

describe('a database that may not grow', () => {
  it('refuses a write as disk-full, keeps what it has and goes on once there is room', () => {
    const db = temporaryLedger();
    const pages = db.pragma('page_count', { simple: true }) as number;
    db.pragma(`max_page_count = ${pages + 4}`);
    let stored = 0;
    let refusal: unknown = null;
    while (refusal === null && stored < 1_000) {
      const result = runHealing(() => openCall(db, callOf(`c${stored}`, stored, { name: 'x'.repeat(200) })), never);
      if (result.ok) stored += 1;
      else refusal = result.error;
    }
    expect(refusal).toMatchObject({ fault: 'disk-full', code: 'disk-full' });
    expect(stored).toBeGreaterThan(0);
    expect(call(db, `c${stored - 1}`)).not.toBeNull();
    expect(call(db, `c${stored}`)).toBeNull();
    db.pragma('max_page_count = 10000');
    expect(openCall(db, callOf(`c${stored}`, 1)).id).toBe(`c${stored}`);
  });
});

describe('a full disk', () => {
  it('is told with each write, lets everything be read, and the app starts on it', async ({ skip }) => {
    const disk = smallDisk(4);
    if (disk === null) return skip('needs the right to mount a file system');
    const first = await openedStores(disk);
    unwrap(await first.ledger.openCall(callOf('before', 1)));
    await first.close();
    const ballast = join(disk, 'ballast');
    try {
      writeFileSync(ballast, Buffer.alloc(8_000_000));
    } catch {
      // It filled what there was.
    }
    const stores = await openedStores(disk);
    expect(unwrap(await stores.ledger.call('before'))?.id).toBe('before');
    const refused = await stores.ledger.openCall(callOf('during', 2));
    expect(refused).toMatchObject({ ok: false, error: { fault: 'disk-full', code: 'disk-full' } });
    rmSync(ballast);
    expect(unwrap(await stores.ledger.openCall(callOf('after', 3))).id).toBe('after');
    expect(stores.health.filter(({ state }) => state !== 'checked')).toEqual([]);
  });

  it('leaves a damaged ledger and nothing else behind where the salvage finds no room, and salvages it later', ({
    skip,
  }) => {
    const disk = smallDisk(16);
    if (disk === null) return skip('needs the right to mount a file system');
    const path = join(disk, 'ledger.sqlite');
    const db = openLedgerDatabase(path);
    for (let n = 0; n < 800; n += 1) openCall(db, callOf(`c${n}`, n, { name: 'x'.repeat(200) }));
    db.close();
    const damaged = readFileSync(path).fill(0x5a, 0, 4096);
    writeFileSync(path, damaged);
    const ballast = join(disk, 'ballast');
    writeFileSync(ballast, Buffer.alloc(16 * 1_048_576 - damaged.length - 300_000));
    const health: StoreHealth[] = [];
    const open = () =>
      createLedgerService(
        path,
        () => 0,
        (event) => health.push(event),
      );
    for (let n = 0; n < 2; n += 1) {
      expect(open).toThrow(/ENOSPC|SQLITE_FULL|SQLITE_IOERR/i);
      expect(readdirSync(disk).sort()).toEqual(['ballast', 'ledger.sqlite']);
    }
    expect(readFileSync(path)).toEqual(damaged);
    rmSync(ballast);
    const service = open();
    expect(health).toMatchObject([{ state: 'salvaged', saved: 800, lost: 0 }]);
    service.close();
  });
});

describe('a folder that cannot be written', () => {
  it('is refused as readonly, and the file in it stays as it was', ({ skip }) => {
    if (process.getuid?.() !== 0) return skip('needs another account to lose the right to write');
    const folder = temporaryFolder();
    const path = join(folder, 'data', 'ledger.sqlite');
    mkdirSync(join(folder, 'data'));
    openLedgerDatabase(path).close();
    for (const [name, mode] of [
      [folder, 0o755],
      [join(folder, 'data'), 0o555],
      [path, 0o444],
    ] as const)
      chmodSync(name, mode);
    const module = resolve(import.meta.dirname, '../../../src/main/store/ledger/ledger-service.ts');
    const errors = resolve(import.meta.dirname, '../../../src/main/store/store-error.ts');
    const script = `
      import { createLedgerService } from ${JSON.stringify(module)};
      import { classify } from ${JSON.stringify(errors)};
      process.setgid(65534);
      process.setuid(65534);
      try {
        createLedgerService(${JSON.stringify(path)}, Date.now, () => undefined);
        console.log('opened');
      } catch (error) {
        console.log(classify(error).fault);
      }`;
    const said = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      encoding: 'utf8',
      cwd: resolve(import.meta.dirname, '../../..'),
    });
    expect(said.trim()).toBe('readonly');
    const service = createLedgerService(path, Date.now, never);
    expect(service.unclean).toBe(false);
    service.close();
  });
});
