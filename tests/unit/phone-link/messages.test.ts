/** What the phone window says, and what comes of it. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { fail, ok, type Result } from '#shared/result.ts';
import { chunk, createBench, type FakePort, turn } from './bench.ts';

describe('messages that do not fit', () => {
  const wrong: [string, unknown][] = [
    ['nothing', undefined],
    ['a text', 'call.offered'],
    ['an unknown type', { type: 'call.stolen', callId: 'a' }],
    ['a missing field', { type: 'call.accepted' }],
    ['an id that climbs out', { type: 'call.accepted', callId: '../../etc/passwd' }],
    ['an over-long id', { type: 'call.accepted', callId: 'a'.repeat(129) }],
    ['a wrong number', { type: 'pong', id: 1.5 }],
    ['too many bytes', { ...chunk(0), data: new Uint8Array(8_388_609) }],
    ['an answer to no command', { type: 'command.done', id: 999, error: null }],
    ['a second ready', { type: 'ready', version: 2 }],
  ];

  it.each(wrong)('%s: logged and dropped', (_, data) => {
    const { link, ready, logged, told } = createBench();
    const heard: unknown[] = [];
    const port = ready();
    link.onMessage(
      (message) => void (message.type === 'ready' || message.type === 'command.done' || heard.push(message)),
    );
    port.sayAnything(data);
    expect(heard).toEqual([]);
    expect(logged).toEqual(['the phone window broke the contract']);
    expect(told).toEqual(['ready']);
  });

  it('too often: the window is started anew', () => {
    const { clock, ready, told } = createBench({ limits: { silentMs: 1_000_000 } });
    const port = ready();
    for (let index = 0; index < 4; index += 1) port.sayAnything(index);
    clock.increment(60_000);
    for (let index = 0; index < 4; index += 1) port.sayAnything(index);
    expect(told).toEqual(['ready']);
    port.sayAnything(null);
    expect(told).toEqual(['ready', 'lost: protocol', 'broken: protocol']);
  });
});

describe('listeners', () => {
  it('hear their type, in order, until they leave; one that throws disturbs nobody', () => {
    const { link, ready, logged } = createBench();
    const heard: string[] = [];
    link.onMessage(() => {
      throw new Error('no');
    });
    const leave = link.on('call.ringing', ({ callId }) => void heard.push(callId));
    link.onMessage(({ type }) => void heard.push(type));
    const port = ready();
    heard.length = 0;
    port.say({ type: 'call.ringing', callId: 'a' });
    leave();
    port.say({ type: 'call.ringing', callId: 'b' });
    expect(heard).toEqual(['a', 'call.ringing', 'call.ringing']);
    expect(logged).toContain('a listener of the phone link threw');
  });

  it('the window’s log goes into main’s', () => {
    const { ready, logged } = createBench();
    ready().say({ type: 'log', level: 'warn', text: 'no candidate' });
    expect(logged).toEqual(['phone window: no candidate']);
  });
});

describe('tickets', () => {
  it.each([
    ['there is one', async () => 'wss://x/sip?ticket=1', 'wss://x/sip?ticket=1'],
    ['there is none', async () => null, null],
    ['the provider rejects', async () => Promise.reject(new Error('no network')), null],
    [
      'the provider throws',
      () => {
        throw new Error('bug');
      },
      null,
    ],
  ])('%s', async (_, ticket, url) => {
    const { ready } = createBench({ ticket });
    const port = ready();
    port.say({ type: 'ticket.wanted', requestId: 'r1' });
    await turn();
    expect(port.commands().at(-1)).toEqual({ do: 'ticket', requestId: 'r1', url });
  });
});

describe('chunks of a recording', () => {
  let resolve: (result: Result<null>) => void;
  let stored: Promise<Result<null>>;

  beforeEach(() => {
    stored = new Promise((settle) => {
      resolve = settle;
    });
  });

  it('are confirmed only when they are stored', async () => {
    const { ready } = createBench({ storeChunk: () => stored });
    const port = ready();
    port.say(chunk(7));
    await turn();
    expect(port.received.filter(({ type }) => type === 'chunk.stored')).toEqual([]);
    resolve(ok(null));
    await turn();
    expect(port.received.at(-1)).toEqual({ type: 'chunk.stored', recordingId: 'a', sequence: 7 });
  });

  it.each([
    ['fail', () => resolve(fail('disk-full'))],
    ['come too late for their window', null],
  ])('that %s are not confirmed', async (_, settle) => {
    const { link, ready, attach } = createBench({ storeChunk: () => stored });
    const port = ready();
    port.say(chunk(0));
    let second: FakePort | null = null;
    if (settle === null) {
      link.detach('crashed');
      second = attach();
      resolve(ok(null));
    } else settle();
    await turn();
    const all = [...port.received, ...(second?.received ?? [])];
    expect(all.filter(({ type }) => type === 'chunk.stored')).toEqual([]);
  });

  it('whose handler throws are not confirmed and hurt nobody', async () => {
    const { ready, logged } = createBench({
      storeChunk: () => {
        throw new Error('bug');
      },
    });
    ready().say(chunk(0));
    await vi.waitFor(() => expect(logged).toContain('a chunk could not be stored'));
  });
});
