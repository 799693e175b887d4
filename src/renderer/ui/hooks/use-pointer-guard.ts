import { type RefObject, useEffect, useLayoutEffect, useState } from 'react';
import { useWindowState } from './use-model.ts';

/** A click that was aimed at what stood there before is made within this time. */
const guardMs = 400;

/**
 * True for a moment when the element came, or was moved, under the pointer: a click on the way to something else must not
 * answer or decline a call.
 * @param place changes whenever the element may have moved
 */
export function usePointerGuard(element: RefObject<HTMLElement | null>, place: string): boolean {
  const { pointer } = useWindowState();
  const [guarded, setGuarded] = useState<string | null>(null);
  useLayoutEffect(() => {
    const box = element.current?.getBoundingClientRect();
    const at = pointer.current;
    if (box === undefined || at === null) return;
    const under = at.x >= box.left && at.x <= box.right && at.y >= box.top && at.y <= box.bottom;
    setGuarded(under ? place : null);
  }, [element, pointer, place]);
  useEffect(() => {
    if (guarded === null) return;
    const timer = setTimeout(() => setGuarded(null), guardMs);
    return () => clearTimeout(timer);
  }, [guarded]);
  return guarded === place;
}
