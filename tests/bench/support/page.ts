import { clockOffset } from './clock.ts';
import { type DevTools, evaluate } from './devtools.ts';
import { until } from './until.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A page of a running app, looked at from outside. */
export interface Page {
  run<Arguments extends readonly unknown[], Value>(
    run: (...values: Arguments) => Value | Promise<Value>,
    ...values: Arguments
  ): Promise<Value>;
  /** Wall-clock instant of a mark, which is waited for. */
  markedAt(name: string): Promise<number>;
  /** Wall-clock instants of all marks that begin so, by the rest of their name. */
  marks(prefix: string): Promise<ReadonlyMap<string, number>>;
  /** As a mouse does it; resolves with the wall-clock instant of the click as the page saw it. */
  click(point: Point): Promise<number>;
}

/** Somewhere the pointer covers nothing that could be clicked by mistake. */
const asideOfEverything: Point = { x: 2, y: 2 };

export function pageOf(devTools: DevTools, sessionId: string): Page {
  const run: Page['run'] = (code, ...values) => evaluate(devTools, sessionId, code, values);
  const mouse = (type: string, point: Point, clickCount = 0) =>
    devTools.send('Input.dispatchMouseEvent', { type, ...point, button: 'left', clickCount }, sessionId);
  let offset: number | null = null;
  const wall = async (instant: number): Promise<number> => {
    offset ??= await run(clockOffset);
    return instant + offset;
  };
  return {
    run,
    markedAt: async (name) => {
      // The address of a page is known before the page itself is there.
      const mark = () =>
        run(waitForMark, name).catch((error: Error) => (isReplaced(error) ? null : Promise.reject(error)));
      return wall(await until(`the mark ${name}`, mark, { timeoutMs: 30_000 }));
    },
    marks: async (prefix) => {
      const found = await run(marksOf, prefix);
      return new Map(await Promise.all(found.map(async ([name, at]) => [name, await wall(at)] as const)));
    },
    click: async (point) => {
      await run(listenForClick);
      await mouse('mouseMoved', point);
      await mouse('mousePressed', point, 1);
      await mouse('mouseReleased', point, 1);
      const at = await until('the click', () => run(takeClick));
      await devTools.send('Input.dispatchMouseEvent', { type: 'mouseMoved', ...asideOfEverything }, sessionId);
      return wall(at);
    },
  };
}

const isReplaced = ({ message }: Error): boolean =>
  /execution context|Promise was collected|Cannot find context|navigated/i.test(message);

interface WithClick {
  benchClick?: number | null;
}

function waitForMark(name: string): Promise<number> {
  return new Promise((resolve) => {
    new PerformanceObserver((list, observer) => {
      const mark = list.getEntriesByName(name)[0];
      if (mark === undefined) return;
      observer.disconnect();
      resolve(performance.timeOrigin + mark.startTime);
    }).observe({ type: 'mark', buffered: true });
  });
}

function marksOf(prefix: string): (readonly [string, number])[] {
  return performance
    .getEntriesByType('mark')
    .filter(({ name }) => name.startsWith(prefix))
    .map(({ name, startTime }) => [name.slice(prefix.length), performance.timeOrigin + startTime] as const);
}

function listenForClick(): void {
  const page = globalThis as WithClick;
  if (page.benchClick === undefined) {
    const note = (event: Event) => {
      page.benchClick = performance.timeOrigin + event.timeStamp;
    };
    window.addEventListener('click', note, { capture: true });
  }
  page.benchClick = null;
}

function takeClick(): number | null {
  return (globalThis as WithClick).benchClick ?? null;
}
