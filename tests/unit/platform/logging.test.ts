import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rotateLog } from '../../../src/main/platform/log-rotation.ts';
import { createLog } from '../../../src/main/platform/logging.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cornetta-log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('createLog', () => {
  it('writes redacted lines at once', () => {
    const log = createLog(join(folder, 'logs'), false);
    log.info('call from +393331234567', { token: 'geheim', callId: 'a1' });
    log.warn('100% %s %o');
    const lines = readFileSync(join(folder, 'logs', 'main.log'), 'utf8')
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z info call from \[…67\] \{"token":"\[…\]","callId":"a1"\}$/);
    expect(lines[1]).toContain('warn 100% %s %o');
  });

  it('starts a new file when one is full', () => {
    mkdirSync(join(folder, 'logs'));
    writeFileSync(join(folder, 'logs', 'main.log'), 'x'.repeat(5 * 1024 * 1024));
    createLog(join(folder, 'logs'), false).info('hello');
    expect(readdirSync(join(folder, 'logs')).sort()).toEqual(['main.1.log', 'main.log']);
    expect(readFileSync(join(folder, 'logs', 'main.log'), 'utf8')).toMatch(/info hello\n$/);
  });

  it('never throws, and goes on once it can', () => {
    writeFileSync(join(folder, 'logs'), 'a file where the folder should be');
    const log = createLog(join(folder, 'logs'), false);
    log.info('lost');
    rmSync(join(folder, 'logs'));
    log.info('kept');
    expect(readFileSync(join(folder, 'logs', 'main.log'), 'utf8')).toMatch(/info kept\n$/);
  });
});

describe('rotateLog', () => {
  it('keeps as many old files as it is told', () => {
    const file = join(folder, 'main.log');
    for (let round = 1; round <= 6; round += 1) {
      writeFileSync(file, `round ${round}`);
      rotateLog(file, 3);
    }
    expect(readdirSync(folder).sort()).toEqual(['main.1.log', 'main.2.log', 'main.3.log']);
    expect(readFileSync(join(folder, 'main.1.log'), 'utf8')).toBe('round 6');
    expect(readFileSync(join(folder, 'main.3.log'), 'utf8')).toBe('round 4');
  });

  it('never throws', () => {
    rotateLog(join(folder, 'no', 'such', 'main.log'), 3);
    expect(existsSync(join(folder, 'no'))).toBe(false);
  });
});
