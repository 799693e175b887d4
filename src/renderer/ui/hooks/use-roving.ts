import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';

export interface Roving {
  /** The one row that Tab reaches. */
  readonly current: number;
  readonly setCurrent: (index: number) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

export interface RovingOptions {
  readonly count: number;
  readonly container: RefObject<HTMLElement | null>;
  /** Brings a row into the page, if it is not there. */
  readonly reveal: (index: number) => void;
}

const pageRows = 8;

/**
 * Arrow keys in a list of which only a part is in the page. A row's control carries `data-row` with its index and
 * `tabIndex` 0 for the current one, -1 for the others.
 */
export function useRoving({ count, container, reveal }: RovingOptions): Roving {
  const [chosen, setCurrent] = useState(0);
  const wanted = useRef<number | null>(null);
  const current = Math.min(chosen, Math.max(0, count - 1));

  const focusRow = (index: number): boolean => {
    const row = container.current?.querySelector<HTMLElement>(`[data-row="${index}"]`);
    row?.focus({ preventScroll: true });
    return row !== null && row !== undefined;
  };

  // After each render: the row that was asked for may have come into the page only now.
  useEffect(() => {
    if (wanted.current !== null && focusRow(wanted.current)) wanted.current = null;
  });

  return {
    current,
    setCurrent,
    onKeyDown: (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const target = targetOf(event.key, current, count);
      if (target === null) return;
      event.preventDefault();
      reveal(target);
      setCurrent(target);
      wanted.current = focusRow(target) ? null : target;
    },
  };
}

function targetOf(key: string, current: number, count: number): number | null {
  const last = count - 1;
  switch (key) {
    case 'ArrowDown':
      return Math.min(current + 1, last);
    case 'ArrowUp':
      return Math.max(current - 1, 0);
    case 'PageDown':
      return Math.min(current + pageRows, last);
    case 'PageUp':
      return Math.max(current - pageRows, 0);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}
