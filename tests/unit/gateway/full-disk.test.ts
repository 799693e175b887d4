import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/gateway/store/database.ts';
import { type Operation, prepareExecute } from '../../../src/gateway/store/operations.ts';
import { prepareRead } from '../../../src/gateway/store/read.ts';
import { Writer } from '../../../src/gateway/store/writer.ts';
import type { Result } from '../../../src/shared/result.ts';
import { manualGatewayClock } from '../../fakes/gateway-clock.ts';
import { recordedLog } from '../../fakes/gateway-log.ts';
import { settle } from './support.ts';

const message = (id: string): Operation => ({
  do: 'event',
  event: {
    type: 'message',
    message: { id, contactId: 'anna', direction: 'in', text: 'x'.repeat(4000), at: 1, status: 'delivered' },
  },
});

const setUp = () => {
  const opened = openDatabase(null, 0);
  if (!opened.ok) throw new Error(opened.error.detail);
  const database = opened.value;
  const clock = manualGatewayClock();
  const log = recordedLog();
  const told: number[] = [];
  const execute = prepareExecute(database);
  const writer = new Writer(database, execute, 0, clock, log, (events) =>
    told.push(...events.map(({ cursor }) => cursor)),
  );
  const pages = () => Number(database.pragma('page_count', { simple: true }));
  return {
    clock,
    log,
    told,
    writer,
    read: prepareRead(database),
    fill: () => database.pragma(`max_page_count = ${pages()}`),
    empty: () => database.pragma(`max_page_count = ${pages() + 10_000}`),
  };
};

describe('a store on a full disk', () => {
  it('keeps what must not be lost, in order, until there is room, and tells whoever can come back', async () => {
    const { clock, log, told, writer, read, fill, empty } = setUp();
    writer.write([message('m1')], null);
    await settle();
    fill();
    const results: Result<null>[] = [];
    writer.write([message('m2')], null);
    writer.write([message('m3')], (result) => results.push(result));
    writer.write([message('m4')], null);
    await settle();
    expect(results).toMatchObject([{ ok: false, error: { code: 'disk-full' } }]);
    expect(told).toEqual([1, 2]);
    clock.advance(1_000);
    await settle();
    expect(log.errors().length).toBeGreaterThan(1);
    empty();
    writer.write([message('m5')], null);
    clock.advance(1_000);
    await settle();
    expect(told).toEqual([1, 2, 3, 4, 5]);
    expect(['m1', 'm2', 'm3', 'm4', 'm5'].filter((id) => read.message(id) !== null)).toEqual(['m1', 'm2', 'm4', 'm5']);
  });

  it('writes what waits when it is closed, and takes nothing more', () => {
    const { told, writer } = setUp();
    writer.write([message('m1')], null);
    writer.close();
    expect(told).toEqual([1, 2]);
    const results: Result<null>[] = [];
    writer.write([message('m2')], (result) => results.push(result));
    expect(results).toMatchObject([{ ok: false, error: { code: 'storage' } }]);
  });
});

it('a change that cannot be written costs no other one', async () => {
  const { log, told, writer, read } = setUp();
  const broken = { do: 'step', runId: 'run', step: 1.5 } as const;
  const results: Result<null>[] = [];
  writer.write([message('m1')], null);
  writer.write([broken, message('with it')], (result) => results.push(result));
  writer.write([message('m2')], null);
  await settle();
  expect(results).toMatchObject([{ ok: false, error: { code: 'internal' } }]);
  expect(['m1', 'with it', 'm2'].filter((id) => read.message(id) !== null)).toEqual(['m1', 'm2']);
  expect(told).toEqual([1, 2, 3]);
  expect(log.errors()).toHaveLength(1);
});
