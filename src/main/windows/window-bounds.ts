import { z } from 'zod';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Smaller, the parts that concern a call would no longer fit (docs: screen design). */
export const minimumSize = { width: 900, height: 600 } as const;

const defaultSize = { width: 1280, height: 800 } as const;

const coordinate = z.int().min(-100_000).max(100_000);
const length = z.int().min(1).max(100_000);

/** What is remembered of the window between starts. */
export const windowState = z.object({
  x: coordinate,
  y: coordinate,
  width: length,
  height: length,
  maximized: z.boolean(),
});
export type WindowState = z.infer<typeof windowState>;

/**
 * Where the window opens: as remembered, if enough of its title bar lies on a display that is there now to take hold of it, else
 * centred on the first display. Never smaller than the minimum, never larger than the display.
 * @param remembered whatever was read from disk
 * @param workAreas of all displays, the primary one first; without any the window is placed by the system
 */
export function placeWindow(
  remembered: unknown,
  workAreas: readonly Rectangle[],
): { readonly bounds: Partial<Rectangle> & Pick<Rectangle, 'width' | 'height'>; readonly maximized: boolean } {
  const known = windowState.safeParse(remembered);
  const state = known.success ? known.data : null;
  if (state !== null) {
    for (const area of workAreas) {
      const bounds = { x: state.x, y: state.y, ...fitSize(state, area) };
      if (titleBarOn(area, bounds)) return { bounds, maximized: state.maximized };
    }
  }
  const [primary] = workAreas;
  const wanted = state ?? defaultSize;
  if (primary === undefined) return { bounds: fitSize(wanted, null), maximized: false };
  const size = fitSize(wanted, primary);
  const x = Math.round(primary.x + (primary.width - size.width) / 2);
  const y = Math.round(primary.y + (primary.height - size.height) / 2);
  return { bounds: { x, y, ...size }, maximized: state?.maximized ?? false };
}

function fitSize(
  wanted: Pick<Rectangle, 'width' | 'height'>,
  area: Rectangle | null,
): Pick<Rectangle, 'width' | 'height'> {
  const clamp = (value: number, minimum: number, room: number): number => Math.max(minimum, Math.min(value, room));
  return {
    width: clamp(wanted.width, minimumSize.width, area?.width ?? wanted.width),
    height: clamp(wanted.height, minimumSize.height, area?.height ?? wanted.height),
  };
}

const titleBarHeight = 30;
const graspableWidth = 120;

function titleBarOn(area: Rectangle, window: Rectangle): boolean {
  const left = Math.max(area.x, window.x);
  const right = Math.min(area.x + area.width, window.x + window.width);
  const above = window.y >= area.y - titleBarHeight / 2;
  const below = window.y + titleBarHeight <= area.y + area.height;
  return right - left >= graspableWidth && above && below;
}
