import { copyFileSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createCacheService } from '../../../src/main/store/cache/cache-service.ts';
import type { SnapshotPart } from '../../../src/main/store/cache-store.ts';
import { asEntry, contactOf, eventOf, messageOf, numbered, workspaceOf } from './support/entries.ts';
import { temporaryFolder } from './support/temporary.ts';

const emptyPart: SnapshotPart = { contacts: [], messages: [], events: [], reads: [], states: [] };
const stateOf = (id: string, name = id) => ({ contact: contactOf(id, name), serviceWindowUntil: null });

function openCache(folder = temporaryFolder()) {
  const path = join(folder, 'cache.sqlite');
  const health: unknown[] = [];
  const service = createCacheService(
    path,
    () => 0,
    (event) => health.push(event),
  );
  let open = true;
  const close = (): void => {
    if (open) service.close();
    open = false;
  };
  onTestFinished(close);
  return { folder, path, health, service, close, ...service.handlers };
}

const names = (cache: ReturnType<typeof openCache>): string[] =>
  cache.inboxPage({ before: null, limit: 50 }).rows.map(({ name }) => name);

describe('snapshot', () => {
  it('replaces everything at its end and not before', () => {
    const cache = openCache();
    cache.putLocal({ contacts: [contactOf('old', 'Old')] });
    cache.beginSnapshot('e1', workspaceOf('Officina'));
    cache.addSnapshotPart({
      ...emptyPart,
      messages: [messageOf('m2', 'anna', 20), messageOf('m1', 'anna', 10)],
      reads: [{ contactId: 'anna', upTo: 10 }],
    });
    cache.addSnapshotPart({ ...emptyPart, contacts: [stateOf('anna', 'Anna')], events: [eventOf('e', 'anna', 15)] });
    expect(names(cache)).toEqual(['Old']);
    expect(cache.position()).toEqual({ epoch: null, cursor: 0 });

    expect(cache.endSnapshot(41)).toEqual({ unread: 1, missed: 1, unplayed: 0 });
    expect(cache.position()).toEqual({ epoch: 'e1', cursor: 41 });
    expect(cache.workspace()?.name).toBe('Officina');
    expect(cache.conversations(['anna', 'old'])).toMatchObject([{ name: 'Anna', lastAt: 20, unread: 1, missed: 1 }]);
    expect(cache.search({ text: 'm2', limit: 5 })).toHaveLength(1);
    expect(
      cache.applyEvents('e1', numbered([{ type: 'message', message: messageOf('m3', 'anna', 30) }], 41)),
    ).toMatchObject({
      applied: true,
    });
    expect(readdirSync(cache.folder).filter((name) => name.includes('next'))).toEqual([]);
  });

  it('carries over what only this desktop knows', () => {
    const cache = openCache();
    const sending = messageOf('out', 'anna', 50, { direction: 'out', status: 'sending' });
    cache.bind('gateway a');
    cache.putLocal({
      contacts: [contactOf('anna', 'Local Anna'), contactOf('tel:1', 'Stranger', '+1')],
      entries: [
        asEntry(sending),
        asEntry(eventOf('call/missed-call', 'tel:1', 60)),
        asEntry(messageOf('seen', 'anna', 5)),
      ],
    });
    cache.markRead('anna', 50);
    cache.beginSnapshot('e1', workspaceOf('Officina'));
    cache.addSnapshotPart({
      ...emptyPart,
      contacts: [stateOf('anna', 'Anna')],
      messages: [messageOf('seen', 'anna', 6), messageOf('new', 'anna', 55)],
    });
    cache.endSnapshot(1);
    expect(cache.conversations(['anna', 'tel:1'])).toMatchObject([
      { name: 'Anna', unread: 1, lastAt: 55 },
      { name: 'Stranger', phone: '+1', missed: 1 },
    ]);
    expect(
      cache.timelinePage({ contactId: 'anna', before: null, limit: 9 }).rows.map(({ id, at }) => [id, at]),
    ).toEqual([
      ['seen', 6],
      ['out', 50],
      ['new', 55],
    ]);
    expect(cache.bind('gateway a')).toBe('kept');
  });

  it('leaves the cache as it was where it breaks off, and the next one starts afresh', () => {
    const cache = openCache();
    cache.putLocal({ contacts: [contactOf('old', 'Old')] });
    cache.beginSnapshot('e1', workspaceOf('A'));
    cache.addSnapshotPart({ ...emptyPart, contacts: [stateOf('half', 'Half')] });
    cache.beginSnapshot('e2', workspaceOf('B'));
    cache.addSnapshotPart({ ...emptyPart, contacts: [stateOf('anna', 'Anna')] });
    cache.abortSnapshot();
    expect(names(cache)).toEqual(['Old']);
    expect(() => cache.addSnapshotPart(emptyPart)).toThrow(/no snapshot has begun/);
    expect(() => cache.endSnapshot(1)).toThrow(/no snapshot has begun/);
    cache.beginSnapshot('e3', workspaceOf('C'));
    cache.addSnapshotPart({ ...emptyPart, contacts: [stateOf('anna', 'Anna')] });
    cache.endSnapshot(3);
    expect(names(cache)).toEqual(['Anna']);
  });

  it('is dropped by a part that cannot be stored', () => {
    const cache = openCache();
    cache.beginSnapshot('e1', workspaceOf('A'));
    const broken = { ...emptyPart, messages: [{ ...messageOf('m', 'anna', 1), text: null as unknown as string }] };
    expect(() => cache.addSnapshotPart(broken)).toThrow(/NOT NULL/);
    expect(() => cache.endSnapshot(1)).toThrow(/no snapshot has begun/);
    expect(existsSync(`${cache.path}.next`)).toBe(false);
  });

  it('survives a kill in the middle: the next start knows nothing of it', () => {
    const cache = openCache();
    cache.putLocal({ contacts: [contactOf('old', 'Old')] });
    cache.beginSnapshot('e1', workspaceOf('A'));
    cache.addSnapshotPart({ ...emptyPart, contacts: [stateOf('half', 'Half')] });
    const after = temporaryFolder();
    for (const name of readdirSync(cache.folder)) copyFileSync(join(cache.folder, name), join(after, name));
    const next = openCache(after);
    expect(next.service.unclean).toBe(true);
    expect(names(next)).toEqual(['Old']);
    expect(existsSync(`${next.path}.next`)).toBe(false);
  });

  it('waits for nobody who reads the file, and stays as it was', () => {
    const cache = openCache();
    cache.putLocal({ contacts: [contactOf('old', 'Old')] });
    const reader = new Database(cache.path, { readonly: true });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM contacts').get();
    cache.putLocal({ contacts: [contactOf('old2', 'Old too')] });
    cache.beginSnapshot('e1', workspaceOf('A'));
    expect(() => cache.endSnapshot(1)).toThrow(/another process/);
    reader.close();
    expect(names(cache)).toHaveLength(2);
    expect(cache.position().epoch).toBeNull();
  });
});

describe('bind', () => {
  it('empties the cache for another workspace and keeps it for the same', () => {
    const cache = openCache();
    cache.putLocal({ contacts: [contactOf('old', 'Old')] });
    expect(cache.bind('pbx a')).toBe('kept');
    expect(cache.bind('pbx a')).toBe('kept');
    expect(names(cache)).toEqual(['Old']);
    expect(cache.bind('pbx b')).toBe('emptied');
    expect(names(cache)).toEqual([]);
    cache.close();
    const again = openCache(cache.folder);
    expect(again.bind('pbx b')).toBe('kept');
    expect(again.service.unclean).toBe(false);
  });
});

describe('a damaged cache', () => {
  it.each([
    ['is no database', Buffer.from('this is a text file, and not a short one either\n'.repeat(100))],
    ['is empty', Buffer.alloc(0)],
    ['has a header and nothing else', Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(4080, 0xff)])],
  ])('that %s is kept aside and rebuilt', (_what, content) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'cache.sqlite'), content);
    const cache = openCache(folder);
    expect(names(cache)).toEqual([]);
    expect(cache.health).toMatchObject([{ store: 'cache', state: 'rebuilt' }]);
    const kept = readdirSync(folder).filter((name) => name.startsWith('cache.sqlite.damaged-1970-01-01T00-00-00-000Z'));
    expect(kept).toHaveLength(1);
    cache.putLocal({ contacts: [contactOf('anna', 'Anna')] });
    cache.close();
    expect(names(openCache(folder))).toEqual(['Anna']);
  });

  it('keeps each damaged file, also two of the same instant', () => {
    const folder = temporaryFolder();
    for (const content of ['first', 'second']) {
      writeFileSync(join(folder, 'cache.sqlite'), content.repeat(200));
      openCache(folder).close();
    }
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toHaveLength(2);
  });
});
