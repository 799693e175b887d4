import { beforeEach, describe, expect, it, vi } from 'vitest';
import { SimulatedClock } from 'xstate';
import type { MainToPhone, PhoneCommand, PhoneEvent, PhoneToMain } from '#shared/contracts/phone.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { PhoneLinkOptions } from '../../../src/main/phone/link-contract.ts';
import { createPhoneLink } from '../../../src/main/phone/phone-link.ts';
import { type MessagePortMainLike, type PhonePort, phonePortOf } from '../../../src/main/phone/phone-port.ts';

/** The window's end of a channel in memory. */
class FakePort implements PhonePort {
  readonly received: MainToPhone[] = [];
  closed = false;
  breaks = false;
  #listener: (data: unknown) => void = () => {};
  #onClose: () => void = () => {};

  postMessage(message: MainToPhone): void {
    if (this.breaks) throw new Error('DataCloneError');
    this.received.push(message);
  }
  onMessage(listener: (data: unknown) => void): void {
    this.#listener = listener;
  }
  onClose(listener: () => void): void {
    this.#onClose = listener;
  }
  close(): void {
    this.closed = true;
  }

  say(message: PhoneToMain): void {
    this.#listener(message);
  }
  sayAnything(data: unknown): void {
    this.#listener(data);
  }
  die(): void {
    this.#onClose();
  }
  commands(): PhoneCommand[] {
    return this.received.flatMap((message) => (message.type === 'command' ? [message.command] : []));
  }
  idOf(name: PhoneCommand['do']): number {
    const found = this.received.findLast((message) => message.type === 'command' && message.command.do === name);
    return found?.type === 'command' ? found.id : -1;
  }
  pings(): number {
    return this.received.filter(({ type }) => type === 'ping').length;
  }
}

const account = {
  mode: 'gateway',
  server: 'wss://gateway.example/sip',
  uri: 'sip:anna@gateway.example',
  displayName: 'Anna',
  username: null,
  password: null,
  instanceId: 'x',
  iceServers: [],
} as const;
const devices = { microphone: null, speaker: null, ringer: null, ringVolume: 0.5 };

const chunk = (sequence: number): PhoneEvent<'record.chunk'> => ({
  type: 'record.chunk',
  recordingId: 'a',
  sequence,
  data: new Uint8Array([1, 2, 3]),
  peaksAgent: new Int8Array(2),
  peaksContact: new Int8Array(2),
});

/** Lets promises settle. */
async function turn(): Promise<void> {
  for (let index = 0; index < 10; index += 1) await Promise.resolve();
}

function createBench(change: Partial<PhoneLinkOptions> = {}) {
  const clock = new SimulatedClock();
  const told: string[] = [];
  const logged: string[] = [];
  const log = (text: string): void => void logged.push(text);
  const link = createPhoneLink({
    configuration: () => ({ account, devices }),
    ticket: async () => 'wss://gateway.example/sip?ticket=1',
    storeChunk: async () => ok(null),
    onReady: () => void told.push('ready'),
    onLost: (reason) => void told.push(`lost: ${reason}`),
    onBroken: (breakage) => void told.push(`broken: ${breakage}`),
    clock: {
      monotonic: () => clock.now(),
      after: (ms, run) => {
        const id = clock.setTimeout(run, ms);
        return () => clock.clearTimeout(id);
      },
    },
    log: { info: log, warn: log, error: log },
    ...change,
  });
  const attach = (): FakePort => {
    const port = new FakePort();
    link.attach(port);
    return port;
  };
  const ready = (): FakePort => {
    const port = attach();
    port.say({ type: 'ready', version: 1 });
    return port;
  };
  return { clock, told, logged, link, attach, ready };
}

describe('the handshake', () => {
  it('configures a window that is ready, then tells so', () => {
    const { link, told, attach } = createBench();
    expect(link.state()).toBe('detached');
    const port = attach();
    expect(link.state()).toBe('connecting');
    expect(port.received).toEqual([]);
    port.say({ type: 'ready', version: 1 });
    expect(link.state()).toBe('ready');
    expect(port.commands()).toEqual([{ do: 'configure', account, devices }]);
    expect(told).toEqual(['ready']);
  });

  it('waits for the account where there is none yet', async () => {
    let isThere = false;
    const { link, ready } = createBench({ configuration: () => (isThere ? { account, devices } : null) });
    expect(await link.configure()).toEqual(ok(null));
    const port = ready();
    expect(port.commands()).toEqual([]);
    isThere = true;
    const configured = link.configure();
    port.say({ type: 'command.done', id: port.idOf('configure'), error: null });
    expect(await configured).toEqual(ok(null));
  });

  it('gives up a window that never says ready', () => {
    const { clock, link, told, attach } = createBench();
    const port = attach();
    clock.increment(19_999);
    expect(told).toEqual([]);
    clock.increment(1);
    expect(told).toEqual(['lost: handshake', 'broken: handshake']);
    expect(port.closed).toBe(true);
    expect(link.state()).toBe('detached');
  });

  it('gives up a window of another version', () => {
    const { told, attach } = createBench();
    attach().sayAnything({ type: 'ready', version: 2 });
    expect(told).toEqual(['lost: version', 'broken: version']);
  });
});

describe('commands', () => {
  it('are answered once each, whatever the order', async () => {
    const { link, ready } = createBench();
    const port = ready();
    const [answer, mute] = [link.send({ do: 'answer', callId: 'a' }), link.send({ do: 'mute', callId: 'a', on: true })];
    const [answerId, muteId] = [port.idOf('answer'), port.idOf('mute')];
    expect(answerId).not.toBe(muteId);
    port.say({ type: 'command.done', id: muteId, error: null });
    port.say({ type: 'command.done', id: answerId, error: { code: 'microphone', detail: 'NotFoundError' } });
    port.say({ type: 'command.done', id: answerId, error: null });
    expect(await mute).toEqual(ok(null));
    expect(await answer).toEqual(fail('microphone', 'NotFoundError'));
  });

  it('fail at once where no window is ready', async () => {
    const { link, attach } = createBench();
    expect(await link.send({ do: 'reconnect' })).toMatchObject({ ok: false, error: { code: 'offline' } });
    const port = attach();
    expect(await link.send({ do: 'reconnect' })).toMatchObject({ ok: false, error: { code: 'offline' } });
    expect(port.received).toEqual([]);
  });

  it('time out, each by its own limit; a late answer is nobody’s', async () => {
    const { clock, link, ready, logged } = createBench({ limits: { silentMs: 1_000_000 } });
    const port = ready();
    const results: string[] = [];
    for (const command of [
      { do: 'hangup', callId: 'a' },
      { do: 'answer', callId: 'a' },
      { do: 'hold', callId: 'a', on: true },
    ] as const)
      void link.send(command).then((result) => results.push(`${command.do} ${result.ok ? 'ok' : result.error.code}`));
    for (const [waitMs, expected] of [
      [10_000, ['hangup timeout']],
      [10_000, ['hangup timeout', 'answer timeout']],
      [20_000, ['hangup timeout', 'answer timeout', 'hold timeout']],
    ] as const) {
      clock.increment(waitMs);
      await turn();
      expect(results).toEqual(expected);
    }
    port.say({ type: 'command.done', id: port.idOf('hangup'), error: null });
    await turn();
    expect(results).toHaveLength(3);
    expect(logged.filter((text) => text.includes('broke the contract'))).toEqual([]);
  });

  it('that cannot be posted fail', async () => {
    const { link, ready } = createBench();
    const port = ready();
    port.breaks = true;
    expect(await link.send({ do: 'reconnect' })).toMatchObject({ ok: false, error: { code: 'internal' } });
  });

  it('that are open when the window is lost fail before anybody is told', async () => {
    const order: string[] = [];
    const { link, ready } = createBench({ onLost: () => void order.push('lost') });
    ready();
    const result = link.send({ do: 'answer', callId: 'a' });
    void result.then(() => order.push('answered'));
    link.detach('crashed');
    expect(await result).toEqual(fail('offline', 'crashed'));
    expect(order).toEqual(['lost', 'answered']);
  });
});

describe('the heartbeat', () => {
  const answerPings = (port: FakePort): void => {
    for (const message of port.received.splice(0))
      if (message.type === 'ping') port.say({ type: 'pong', id: message.id });
  };

  it('goes on while the window answers', () => {
    const { clock, told, ready } = createBench();
    const port = ready();
    for (let beat = 0; beat < 100; beat += 1) {
      clock.increment(2_000);
      expect(port.pings()).toBe(1);
      answerPings(port);
    }
    expect(told).toEqual(['ready']);
  });

  it('finds a window that hangs', () => {
    const { clock, told, ready } = createBench();
    const port = ready();
    for (let beat = 0; beat < 4; beat += 1) clock.increment(2_000);
    expect(told).toEqual(['ready']);
    clock.increment(2_000);
    expect(told).toEqual(['ready', 'lost: stalled', 'broken: stalled']);
    clock.increment(60_000);
    expect(port.pings()).toBe(4);
  });

  it('takes every valid message for a sign of life', () => {
    const { clock, told, ready } = createBench();
    const port = ready();
    for (let beat = 0; beat < 30; beat += 1) {
      clock.increment(2_000);
      port.say({ type: 'levels', callId: null, agent: 0, contact: 0 });
    }
    expect(told).toEqual(['ready']);
  });

  it('forgives the time in which the computer slept', () => {
    const { clock, told, ready } = createBench();
    const port = ready();
    clock.increment(3_600_000);
    expect(told).toEqual(['ready']);
    expect(port.pings()).toBe(1);
    for (let beat = 0; beat < 5; beat += 1) clock.increment(2_000);
    expect(told).toEqual(['ready', 'lost: stalled', 'broken: stalled']);
  });
});

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
    ['a second ready', { type: 'ready', version: 1 }],
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

describe('the window', () => {
  it('that dies and comes back is configured again, and a dead one is not heard any more', async () => {
    const { link, ready, told } = createBench();
    const heard: string[] = [];
    link.on('call.accepted', ({ callId }) => void heard.push(callId));
    const first = ready();
    link.detach('crashed');
    first.say({ type: 'call.accepted', callId: 'old' });
    first.die();
    const second = ready();
    second.say({ type: 'call.accepted', callId: 'new' });
    expect(heard).toEqual(['new']);
    expect(second.commands()).toEqual([{ do: 'configure', account, devices }]);
    expect(second.idOf('configure')).toBeGreaterThan(first.idOf('configure'));
    expect(told).toEqual(['ready', 'lost: crashed', 'ready']);
    link.detach('closing');
    link.detach('closing');
    expect(told.at(-1)).toBe('lost: closing');
    expect(told).toHaveLength(4);
  });

  it('that loads again replaces itself', () => {
    const { attach, ready, told, link } = createBench();
    const first = ready();
    attach();
    expect(first.closed).toBe(true);
    expect(told).toEqual(['ready', 'lost: replaced by another window']);
    expect(link.state()).toBe('connecting');
  });

  it('whose port closes is lost at once, and broken only if nobody says why', () => {
    const { clock, ready, attach, told } = createBench();
    ready().die();
    expect(told).toEqual(['ready', 'lost: its port closed']);
    clock.increment(1_999);
    attach();
    clock.increment(1);
    expect(told).toHaveLength(2);
    const bench = createBench();
    bench.ready().die();
    bench.clock.increment(2_000);
    expect(bench.told).toEqual(['ready', 'lost: its port closed', 'broken: closed']);
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

describe('a MessagePortMain', () => {
  it('is wrapped, and started with the listener', () => {
    const calls: string[] = [];
    const handlers: Record<string, (event: { data: unknown }) => void> = {};
    const main: MessagePortMainLike = {
      postMessage: (message) => void calls.push(`post ${JSON.stringify(message)}`),
      on: (event: 'message' | 'close', listener: (event: { data: unknown }) => void) => {
        handlers[event] = listener;
      },
      start: () => void calls.push('start'),
      close: () => void calls.push('close'),
    };
    const port = phonePortOf(main);
    const heard: unknown[] = [];
    port.onClose(() => void heard.push('closed'));
    port.onMessage((data) => void heard.push(data));
    handlers.message?.({ data: 42 });
    handlers.close?.({ data: null });
    port.postMessage({ type: 'ping', id: 1 });
    port.close();
    expect(heard).toEqual([42, 'closed']);
    expect(calls).toEqual(['start', 'post {"type":"ping","id":1}', 'close']);
  });
});
