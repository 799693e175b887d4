import type { Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useState } from 'react';

/** Within this distance the reader is following what comes in. */
const nearPx = 160;

/**
 * Whether the newest lines are in view. A log that shows its end goes on showing it when its frame becomes smaller
 * (a call rings above it, the composer grows).
 */
export function usePinnedEnd(
  scroller: RefObject<HTMLElement | null>,
  virtualizer: Virtualizer<HTMLDivElement, Element>,
): boolean {
  const [atEnd, setAtEnd] = useState(true);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    let pinned = true;
    let height = element.clientHeight;
    const distance = (): number => element.scrollHeight - element.clientHeight - element.scrollTop;
    const look = (): void => {
      // A change of height is not the reader's doing.
      if (element.clientHeight !== height) return;
      pinned = distance() < nearPx;
      setAtEnd(pinned);
    };
    const observer = new ResizeObserver(() => {
      if (element.clientHeight === height) return;
      height = element.clientHeight;
      if (pinned) virtualizer.scrollToEnd();
    });
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [scroller, virtualizer]);
  return atEnd;
}
