import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCloseToTray } from '../../../src/main/platform/close-to-tray.ts';
import { createHints } from '../../../src/main/platform/hints.ts';
import { hasTrayHost } from '../../../src/main/platform/tray-host.ts';
import { memoryLog } from '../../fakes/memory-log.ts';

describe('closing the window', () => {
  const closing = (platform: NodeJS.Platform, hasTray: boolean) => {
    const done: string[] = [];
    let times = 0;
    const closed = createCloseToTray({
      platform,
      hasTray: async () => hasTray,
      isFirstTime: async () => {
        times += 1;
        return times === 1;
      },
      explain: () => done.push('explain'),
      quit: () => done.push('quit'),
      log: memoryLog(),
    });
    return { closed, done };
  };

  it.each(['linux', 'win32'] as const)('goes on in the tray on %s, and explains that once', async (platform) => {
    const { closed, done } = closing(platform, true);
    await closed();
    await closed();
    expect(done).toEqual(['explain']);
  });

  it('ends the app where no tray would bring the window back', async () => {
    const { closed, done } = closing('linux', false);
    await closed();
    expect(done).toEqual(['quit']);
  });

  it('is nothing special on macOS', async () => {
    const { closed, done } = closing('darwin', true);
    await closed();
    expect(done).toEqual([]);
  });
});

describe('whether a tray can be seen', () => {
  const desktop = (answers: Readonly<Record<string, string>>) => {
    const asked: string[] = [];
    const run = async (tool: string): Promise<string | null> => {
      asked.push(tool);
      return answers[tool] ?? null;
    };
    return { asked, run };
  };

  it.each(['win32', 'darwin'] as const)('is not asked on %s', async (platform) => {
    const { asked, run } = desktop({});
    expect(await hasTrayHost(platform, run)).toBe(true);
    expect(asked).toEqual([]);
  });

  it.each<[string, Readonly<Record<string, string>>, boolean, readonly string[]]>([
    ['GLib says so', { gdbus: '(<true>,)\n' }, true, ['gdbus']],
    ['systemd says so', { busctl: 'b true\n' }, true, ['gdbus', 'busctl']],
    ['D-Bus says so', { 'dbus-send': '   variant       boolean true\n' }, true, ['gdbus', 'busctl', 'dbus-send']],
    ['nobody shows icons', { gdbus: '(<false>,)\n', busctl: 'b true' }, false, ['gdbus']],
    ['nobody answers', { gdbus: '' }, false, ['gdbus']],
    ['nobody can be asked', {}, false, ['gdbus', 'busctl', 'dbus-send']],
  ])('on Linux, where %s', async (_case, answers, expected, tools) => {
    const { asked, run } = desktop(answers);
    expect(await hasTrayHost('linux', run)).toBe(expected);
    expect(asked).toEqual(tools);
  });
});

describe('hints', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cornetta-hints-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are given once, also after a restart', async () => {
    const file = join(folder, 'hints.json');
    const first = createHints(file, memoryLog());
    expect([await first('tray'), await first('tray'), await first('other')]).toEqual([true, false, true]);
    const second = createHints(file, memoryLog());
    expect([await second('tray'), await second('other'), await second('third')]).toEqual([false, false, true]);
  });

  it('are given once at a time where two ask at once', async () => {
    const hints = createHints(join(folder, 'hints.json'), memoryLog());
    expect(await Promise.all([hints('tray'), hints('tray')])).toEqual([true, false]);
  });

  it('are given once a start where the file cannot be used', async () => {
    const log = memoryLog();
    const hints = createHints(join(folder, 'missing', 'hints.json'), log);
    expect([await hints('tray'), await hints('tray')]).toEqual([true, false]);
    expect(log.lines).toHaveLength(1);
    writeFileSync(join(folder, 'damaged.json'), '{');
    expect(await createHints(join(folder, 'damaged.json'), log)('tray')).toBe(true);
  });
});
