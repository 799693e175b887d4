import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { scenarioSchema } from '#shared/contracts/scenario.ts';
import { fail, ok } from '#shared/result.ts';
import { createEmbeddedGateway, type EmbeddedStart } from '../../../src/main/gateway-link/embedded.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { memoryLog } from '../../fakes/memory-log.ts';

const start: EmbeddedStart = {
  notesIdentity: null,
  scenario: scenarioSchema.parse({ workspace: { name: 'Officina', number: '+390612345678' }, contacts: [] }),
  scenarioDirectory: '/scenarios',
  dataDirectory: '/data',
  runId: 'run',
  startedAt: 1,
  agents: [{ id: 'anna', name: 'Anna', role: 'agent', token: 't' }],
};

function createGateway() {
  const children: (EventEmitter & { posted: unknown[]; kills: number; stubborn: boolean })[] = [];
  const heard: string[] = [];
  const clock = manualClock();
  const log = memoryLog();
  const gateway = createEmbeddedGateway({
    fork: () => {
      const child = Object.assign(new EventEmitter(), {
        posted: [] as unknown[],
        kills: 0,
        stubborn: false,
        postMessage: (message: unknown) => {
          child.posted.push(message);
        },
        kill: () => {
          child.kills += 1;
          if (!child.stubborn) child.emit('exit', 143);
          return true;
        },
      });
      children.push(child);
      return child;
    },
    start: () => start,
    clock,
    log,
    onListening: (url) => heard.push(url),
    onDown: (reason) => heard.push(reason),
  });
  const listen = (port: number) =>
    children.at(-1)?.emit('message', { type: 'listening', url: `ws://127.0.0.1:${port}` });
  return { gateway, children, heard, clock, log, listen };
}

describe('embedded gateway', () => {
  it('is told what to do and says where it listens', async () => {
    const { gateway, children, heard, listen } = createGateway();
    const started = gateway.start();
    expect(children[0]?.posted).toEqual([{ type: 'start', ...start }]);
    expect(gateway.url()).toBeNull();
    listen(5000);
    expect(await started).toEqual(ok(null));
    expect(gateway.url()).toBe('ws://127.0.0.1:5000');
    expect(heard).toEqual(['ws://127.0.0.1:5000']);
  });

  it('reports a first start that fails, in its own words, and does not try again', async () => {
    const { gateway, children, clock } = createGateway();
    const started = gateway.start();
    children[0]?.emit('message', { type: 'failed', message: 'cannot listen' });
    expect(await started).toEqual(fail('internal', 'cannot listen'));
    clock.advance(60_000);
    expect(children).toHaveLength(1);
  });

  it('gives a first start up that takes too long, even where it cannot be killed', async () => {
    const { gateway, children, clock } = createGateway();
    const started = gateway.start();
    if (children[0]) children[0].stubborn = true;
    clock.advance(16_000);
    expect(await started).toEqual(fail('internal', 'it did not listen within 15 s'));
    expect(children[0]?.kills).toBe(1);
  });

  it('is started again as it was whenever it dies, ever more slowly', async () => {
    const { gateway, children, heard, clock, listen } = createGateway();
    const started = gateway.start();
    listen(5000);
    await started;
    for (let life = 0; life < 7; life += 1) {
      children.at(-1)?.emit('exit', 9);
      expect(gateway.url()).toBeNull();
      const before = children.length;
      while (children.length === before) clock.advance(50);
      expect(children.at(-1)?.posted).toEqual([{ type: 'start', ...start }]);
    }
    listen(5001);
    expect(gateway.url()).toBe('ws://127.0.0.1:5001');
    expect(heard.filter((line) => line === 'it ended with code 9')).toHaveLength(7);
    expect(heard.at(-1)).toBe('ws://127.0.0.1:5001');
  });

  it('is let go of when it hangs and cannot be killed', async () => {
    const { gateway, children, heard, clock, listen } = createGateway();
    const started = gateway.start();
    listen(5000);
    await started;
    if (children[0]) children[0].stubborn = true;
    gateway.restart('it does not answer');
    clock.advance(1000);
    expect(heard.at(-1)).toBe('it does not answer');
    expect(children).toHaveLength(2);
    children[0]?.emit('message', { type: 'listening', url: 'ws://127.0.0.1:1' });
    children[0]?.emit('exit', 0);
    expect(gateway.url()).toBeNull();
  });

  it.each([
    { type: 'listening', url: 'ws://evil.example:80' },
    { type: 'listening', url: 'ws://127.0.0.1:1@evil.example:2' },
    { type: 'listening' },
    { type: 'nonsense' },
    null,
    'listening',
  ])('does not believe %j', async (message) => {
    const { gateway, children, heard, log } = createGateway();
    void gateway.start();
    children[0]?.emit('message', message);
    expect(gateway.url()).toBeNull();
    expect(heard).toEqual([]);
    expect(log.lines).toHaveLength(1);
  });

  it('stops when asked, is killed when it does not, and stays down', async () => {
    const { gateway, children, heard, clock, listen } = createGateway();
    const started = gateway.start();
    listen(5000);
    await started;
    const stopped = gateway.stop();
    expect(children[0]?.posted.at(-1)).toEqual({ type: 'stop' });
    clock.advance(3000);
    await stopped;
    expect(children[0]?.kills).toBe(1);
    clock.advance(60_000);
    expect(children).toHaveLength(1);
    expect(heard).toEqual(['ws://127.0.0.1:5000']);
    await gateway.stop();
  });

  it('can be stopped between two lives', async () => {
    const { gateway, children, clock, listen } = createGateway();
    const started = gateway.start();
    listen(5000);
    await started;
    children[0]?.emit('exit', 1);
    await gateway.stop();
    clock.advance(60_000);
    expect(children).toHaveLength(1);
  });

  it('passes its log on', () => {
    const { gateway, children, log } = createGateway();
    void gateway.start();
    children[0]?.emit('message', { type: 'log', level: 'warn', text: 'socket: the peer is dead' });
    expect(log.lines).toEqual([{ level: 'warn', text: 'gateway: socket: the peer is dead', details: undefined }]);
  });
});
