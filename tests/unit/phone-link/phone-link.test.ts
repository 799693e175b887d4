import { describe, expect, it } from 'vitest';
import { fail, ok } from '#shared/result.ts';
import { type MessagePortMainLike, phonePortOf } from '../../../src/main/phone/phone-port.ts';
import { account, createBench, devices, type FakePort, turn } from './bench.ts';

describe('the handshake', () => {
  it('configures a window that is ready, then tells so', () => {
    const { link, told, attach } = createBench();
    expect(link.state()).toBe('detached');
    const port = attach();
    expect(link.state()).toBe('connecting');
    expect(port.received).toEqual([]);
    port.say({ type: 'ready', version: 2 });
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
    attach().sayAnything({ type: 'ready', version: 3 });
    expect(told).toEqual(['lost: version', 'broken: version']);
  });
});

describe('commands', () => {
  it('are answered once each, whatever the order', async () => {
    const { link, ready } = createBench();
    const port = ready();
    const [answer, mute] = [
      link.send({ do: 'answer', callId: 'a', camera: false }),
      link.send({ do: 'mute', callId: 'a', on: true }),
    ];
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
      { do: 'answer', callId: 'a', camera: false },
      { do: 'note.record', noteId: 'n', kind: 'voice', limitMs: 60_000 },
      { do: 'hold', callId: 'a', on: true },
    ] as const)
      void link.send(command).then((result) => results.push(`${command.do} ${result.ok ? 'ok' : result.error.code}`));
    for (const [waitMs, expected] of [
      [10_000, ['hangup timeout']],
      [10_000, ['hangup timeout', 'answer timeout', 'note.record timeout']],
      [20_000, ['hangup timeout', 'answer timeout', 'note.record timeout', 'hold timeout']],
    ] as const) {
      clock.increment(waitMs);
      await turn();
      expect(results).toEqual(expected);
    }
    port.say({ type: 'command.done', id: port.idOf('hangup'), error: null });
    await turn();
    expect(results).toHaveLength(4);
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
    const result = link.send({ do: 'answer', callId: 'a', camera: false });
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
