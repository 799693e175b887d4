import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minimumSize, placeWindow } from '../../../src/main/windows/window-bounds.ts';

const laptop = { x: 0, y: 0, width: 1440, height: 860 };
const second = { x: 1440, y: -200, width: 2560, height: 1400 };
const kept = { x: 1600, y: 0, width: 1200, height: 900, maximized: false };

describe('placeWindow', () => {
  it('opens in the middle of the first display at first', () => {
    expect(placeWindow(undefined, [laptop])).toEqual({
      bounds: { x: 80, y: 30, width: 1280, height: 800 },
      maximized: false,
    });
  });

  it('comes back where it was', () => {
    expect(placeWindow(kept, [laptop, second])).toEqual({
      bounds: { x: 1600, y: 0, width: 1200, height: 900 },
      maximized: false,
    });
    expect(placeWindow({ ...kept, maximized: true }, [laptop, second]).maximized).toBe(true);
  });

  it('comes to the first display when the other one is gone, and fits', () => {
    expect(placeWindow(kept, [laptop])).toEqual({
      bounds: { x: 120, y: 0, width: 1200, height: 860 },
      maximized: false,
    });
  });

  it.each([
    ['above the screen', { ...kept, x: 100, y: -500 }],
    ['below the screen', { ...kept, x: 100, y: 850 }],
    ['left of the screen', { ...kept, x: -1150, y: 100 }],
  ])('does not open %s', (_where, state) => {
    expect(placeWindow(state, [laptop]).bounds).toMatchObject({ x: 120, y: 0 });
  });

  it.each([null, 'x', 7, [], {}, { ...kept, x: Number.NaN }, { ...kept, width: -1 }, { ...kept, x: 1e12 }, { x: 1 }])(
    'takes %j for nothing',
    (state) => {
      expect(placeWindow(state, [laptop])).toEqual(placeWindow(undefined, [laptop]));
    },
  );

  it('lets the system choose when no display is known', () => {
    expect(placeWindow(undefined, [])).toEqual({ bounds: { width: 1280, height: 800 }, maximized: false });
  });

  it('is never smaller than the minimum and can always be taken hold of', () => {
    const whole = fc.integer({ min: -5000, max: 5000 });
    const size = fc.integer({ min: 1, max: 6000 });
    fc.assert(
      fc.property(whole, whole, size, size, (x, y, width, height) => {
        const { bounds } = placeWindow({ x, y, width, height, maximized: false }, [laptop, second]);
        expect(bounds.width).toBeGreaterThanOrEqual(minimumSize.width);
        expect(bounds.height).toBeGreaterThanOrEqual(minimumSize.height);
        const grasp = [laptop, second].some(
          (area) =>
            (bounds.x ?? 0) < area.x + area.width &&
            (bounds.x ?? 0) + (bounds.width ?? 0) > area.x &&
            (bounds.y ?? 0) >= area.y - 15 &&
            (bounds.y ?? 0) < area.y + area.height,
        );
        expect(grasp).toBe(true);
      }),
    );
  });
});
