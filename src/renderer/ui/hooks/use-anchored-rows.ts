import { type RefObject, useLayoutEffect, useRef } from 'react';

/**
 * Rows of one height: when rows come in above what is seen, scrolls along, so that what is seen stays. At the very top
 * it does nothing: there new rows are what one wants to see.
 */
export function useAnchoredRows(
  scroller: RefObject<HTMLElement | null>,
  keys: readonly string[],
  rowHeight: number,
): void {
  const before = useRef(keys);
  useLayoutEffect(() => {
    const previous = before.current;
    before.current = keys;
    const element = scroller.current;
    if (element === null || element.scrollTop === 0 || previous === keys) return;
    const position = new Map(keys.map((key, index) => [key, index]));
    const first = Math.floor(element.scrollTop / rowHeight);
    for (let index = first; index < Math.min(first + 4, previous.length); index += 1) {
      const now = position.get(previous[index] ?? '');
      // A row that itself jumped to the top is no anchor; the next one is.
      if (now === undefined || Math.abs(now - index) > 3) continue;
      element.scrollTop += (now - index) * rowHeight;
      return;
    }
  }, [scroller, keys, rowHeight]);
}
