import { describe, expect, it, vi } from 'vitest';
import { type Ending, nothingLeft, type QuittingApp, quitInOrder, type Stopped } from '../../../src/main/start/quit.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { memoryLog } from '../../fakes/memory-log.ts';

function desk(stop: (ending: Ending) => Promise<Stopped>) {
  const listeners = new Map<string, (event: { preventDefault: () => void }) => void>();
  const exits: (number | undefined)[] = [];
  const app: QuittingApp = {
    on: (name: string, listener: (event: { preventDefault: () => void }) => void) => listeners.set(name, listener),
    exit: (code) => {
      exits.push(code);
    },
  };
  const clock = manualClock();
  const log = memoryLog();
  const signals = new Map<string, () => void>();
  const killed: (readonly [number, string])[] = [];
  const process = {
    pid: 77,
    on: (signal: string, listener: () => void) => signals.set(signal, listener),
    kill: (pid: number, signal: string) => killed.push([pid, signal]),
  };
  const end = quitInOrder({ app, process, stop, clock, log });
  /** @returns whether Electron was kept from quitting at once */
  const ask = (event: 'before-quit' | 'window-all-closed' = 'before-quit'): boolean => {
    let prevented = false;
    listeners.get(event)?.({
      preventDefault: () => {
        prevented = true;
      },
    });
    return prevented;
  };
  return { ask, end, signal: (name: string) => signals.get(name)?.(), exits, killed, clock, log };
}

describe('quitting', () => {
  it('ends the process once everything is in order, however often it is asked for', async () => {
    let stops = 0;
    let done: (stopped: Stopped) => void = () => undefined;
    const { ask, exits, clock } = desk(() => {
      stops += 1;
      return new Promise((resolve) => {
        done = resolve;
      });
    });
    expect(ask()).toBe(true);
    expect(ask()).toBe(true);
    expect(exits).toEqual([]);
    done(nothingLeft);
    await vi.waitFor(() => expect(exits).toEqual([0]));
    expect(stops).toBe(1);
    expect(clock.pending).toBe(0);
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'])('does the same at %s, once', async (name) => {
    let stops = 0;
    const { signal, ask, exits } = desk(async () => {
      stops += 1;
      return nothingLeft;
    });
    signal(name);
    signal(name);
    ask();
    await vi.waitFor(() => expect(exits).toEqual([0]));
    expect(stops).toBe(1);
  });

  it('does not wait for ever for a part that hangs, not even with an exit', () => {
    const { ask, exits, killed, clock, log } = desk((ending) => {
      ending('the calls');
      ending('the stores');
      return new Promise(() => undefined);
    });
    ask();
    clock.advance(9_999);
    expect(killed).toEqual([]);
    clock.advance(1);
    expect(killed).toEqual([[77, 'SIGKILL']]);
    expect(exits).toEqual([]);
    expect(log.lines).toMatchObject([
      { level: 'error', text: 'stopping took too long', details: { part: 'the stores' } },
    ]);
  });

  it('does not exit where a thread was left, for an exit would wait for it', async () => {
    const { ask, exits, killed, clock, log } = desk(async () => ({ threadsLeft: ['notes-vault'] }));
    ask();
    await vi.waitFor(() => expect(killed).toEqual([[77, 'SIGKILL']]));
    expect(exits).toEqual([]);
    expect(clock.pending).toBe(0);
    expect(log.lines).toMatchObject([
      { level: 'error', text: 'threads did not stop', details: { threads: ['notes-vault'] } },
    ]);
  });

  it.each([
    ['rejects', () => Promise.reject(new Error('no'))],
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
  ])('ends also where stopping %s', async (_how, stop) => {
    const { ask, exits, log } = desk(stop);
    ask();
    await vi.waitFor(() => expect(exits).toEqual([0]));
    expect(log.lines).toMatchObject([{ level: 'error', text: 'stopping failed' }]);
  });

  it('ends in order with an error from inside, once', async () => {
    const { ask, end, exits } = desk(async () => nothingLeft);
    end(1);
    ask();
    await vi.waitFor(() => expect(exits).toEqual([1]));
  });

  it('goes on while there is no window: the phone window may be between two lives', async () => {
    const { ask, exits } = desk(async () => nothingLeft);
    ask('window-all-closed');
    await Promise.resolve();
    expect(exits).toEqual([]);
  });
});
