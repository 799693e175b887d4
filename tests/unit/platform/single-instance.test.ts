import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { appMenu } from '../../../src/main/platform/app-menu.ts';
import { becomeSingleInstance } from '../../../src/main/platform/single-instance.ts';

describe('becomeSingleInstance', () => {
  it('shows the first one when a second one starts', () => {
    const app = Object.assign(new EventEmitter(), { requestSingleInstanceLock: () => true });
    let shown = 0;
    expect(becomeSingleInstance(app, () => (shown += 1))).toBe(true);
    app.emit('second-instance');
    expect(shown).toBe(1);
  });

  it('steps back where another one runs', () => {
    const app = Object.assign(new EventEmitter(), { requestSingleInstanceLock: () => false });
    expect(becomeSingleInstance(app, () => undefined)).toBe(false);
    expect(app.listenerCount('second-instance')).toBe(0);
  });
});

describe('appMenu', () => {
  it('is there on macOS only', () => {
    expect(appMenu('darwin')).toHaveLength(3);
    expect(appMenu('win32')).toBeNull();
    expect(appMenu('linux')).toBeNull();
  });
});
