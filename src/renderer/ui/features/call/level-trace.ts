const barWidth = 2;
const step = 4;
/** Quieter than this is drawn as silence: a dot. */
const floorDb = -48;

export interface LevelTrace {
  /** @param level root mean square, 0…1 */
  readonly push: (level: number) => void;
  readonly stop: () => void;
}

/** The height of a bar, 0…1: decibels, because that is how loudness is heard. */
export function barHeight(level: number): number {
  if (level <= 0) return 0;
  return Math.min(1, Math.max(0, 1 - (20 * Math.log10(level)) / floorDb));
}

/**
 * Bars that move in from the right, one for each level; the canvas' text colour. For people who want no motion, one bar
 * that grows.
 */
export function createLevelTrace(canvas: HTMLCanvasElement): LevelTrace {
  const context = canvas.getContext('2d');
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  const colour = getComputedStyle(canvas);
  const levels: number[] = [];
  let frame = 0;

  const draw = (): void => {
    frame = 0;
    if (context === null) return;
    const { width, height } = fit(canvas);
    context.clearRect(0, 0, width, height);
    context.fillStyle = colour.color;
    if (calm.matches) drawBar(context, width, height, levels.at(-1) ?? 0);
    else drawTrace(context, width, height, levels);
  };
  const schedule = (): void => {
    if (frame === 0) frame = requestAnimationFrame(draw);
  };
  schedule();

  return {
    push: (level) => {
      levels.push(level);
      if (levels.length > 200) levels.splice(0, 100);
      schedule();
    },
    stop: () => cancelAnimationFrame(frame),
  };
}

function drawTrace(context: CanvasRenderingContext2D, width: number, height: number, levels: readonly number[]): void {
  const count = Math.floor(width / step);
  for (let index = 0; index < count; index += 1) {
    const bar = Math.max(barWidth, barHeight(levels[levels.length - count + index] ?? 0) * height);
    context.globalAlpha = bar > barWidth ? 1 : 0.35;
    context.beginPath();
    context.roundRect(index * step, (height - bar) / 2, barWidth, bar, barWidth / 2);
    context.fill();
  }
}

function drawBar(context: CanvasRenderingContext2D, width: number, height: number, level: number): void {
  context.globalAlpha = 0.25;
  context.fillRect(0, height / 2 - 2, width, 4);
  context.globalAlpha = 1;
  context.fillRect(0, height / 2 - 2, width * barHeight(level), 4);
}

/** Makes the canvas as fine as the screen and answers its size in CSS pixels. */
function fit(canvas: HTMLCanvasElement): { readonly width: number; readonly height: number } {
  const { clientWidth: width, clientHeight: height } = canvas;
  const ratio = window.devicePixelRatio;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  canvas.getContext('2d')?.setTransform(ratio, 0, 0, ratio, 0, 0);
  return { width, height };
}
