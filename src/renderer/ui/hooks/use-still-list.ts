import { type RefObject, useEffect, useRef } from 'react';
import { keepStill } from './keep-still.ts';

/**
 * Keeps a list's rows where they are on the screen when cards above it come and go, as long as the list is in use or
 * scrolled. A list at rest at its top follows its edge, so that the newest stay in sight; and once the hand has gone, one
 * that was covered at its top comes back to it.
 */
export function useStillList(scroller: RefObject<HTMLElement | null>, inUse: boolean): void {
  const used = useRef(inUse);
  /** How far a list that stood at its top was scrolled to keep still; any other position is one that somebody chose. */
  const borrowed = useRef(0);

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    let top = element.getBoundingClientRect().top;
    const observer = new ResizeObserver(() => {
      const moved = element.getBoundingClientRect().top - top;
      top += moved;
      const blank = blankOf(element);
      const atRest = !used.current && element.scrollTop === 0 && blank === 0;
      if (moved === 0 || atRest) return;
      const wasBorrowed = element.scrollTop === borrowed.current;
      const next = keepStill({ scrollTop: element.scrollTop, blank }, moved);
      element.style.paddingTop = next.blank === 0 ? '' : `${next.blank}px`;
      element.scrollTop = next.scrollTop;
      if (wasBorrowed) borrowed.current = element.scrollTop;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller]);

  useEffect(() => {
    used.current = inUse;
    const element = scroller.current;
    if (element === null || inUse) return;
    element.style.paddingTop = '';
    if (borrowed.current > 0 && element.scrollTop === borrowed.current) {
      const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
      element.scrollTo({ top: 0, behavior: calm ? 'instant' : 'smooth' });
    }
    borrowed.current = 0;
  }, [scroller, inUse]);
}

const blankOf = (element: HTMLElement): number => Number.parseFloat(element.style.paddingTop) || 0;
