import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { installCrashHook } from '../../../src/main/platform/crash-hook.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { memoryLog } from '../../fakes/memory-log.ts';

function createHook() {
  const process = Object.assign(new EventEmitter(), { stdout: new EventEmitter(), stderr: new EventEmitter() });
  const clock = manualClock();
  const log = memoryLog();
  const givenUp: unknown[] = [];
  installCrashHook({ process, log, clock, giveUp: (error) => givenUp.push(error) });
  return { process, clock, log, givenUp };
}

describe('crash hook', () => {
  it('logs with the stack and goes on', () => {
    const { process, log, givenUp } = createHook();
    process.emit('uncaughtException', new Error('first'));
    process.emit('unhandledRejection', 'second');
    expect(log.lines.map(({ level, text }) => [level, text])).toEqual([
      ['error', 'uncaught exception'],
      ['error', 'unhandled rejection'],
    ]);
    expect(JSON.stringify(log.lines[0]?.details)).toContain('crash-hook.test');
    expect(givenUp).toEqual([]);
  });

  it('gives up once when faults come thick and fast', () => {
    const { process, clock, givenUp } = createHook();
    for (let count = 0; count < 20; count += 1) {
      process.emit('uncaughtException', new Error(`fault ${count}`));
      clock.advance(6000);
    }
    expect(givenUp).toEqual([]);
    for (let count = 0; count < 20; count += 1) process.emit('uncaughtException', new Error(`flood ${count}`));
    expect(givenUp).toHaveLength(1);
  });

  it('does not mind a terminal that was closed', () => {
    const { process, log } = createHook();
    process.stdout.emit('error', new Error('EPIPE'));
    process.stderr.emit('error', new Error('EPIPE'));
    expect(log.lines).toEqual([]);
  });
});
