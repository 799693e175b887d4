import { type RefObject, useEffect, useState } from 'react';

/** How long after its last movement a hand is still taken to be at work. */
const restMs = 1200;

/** Whether somebody is pointing, scrolling or moving by keys in the element right now. */
export function useInUse(element: RefObject<HTMLElement | null>): boolean {
  const [inUse, setInUse] = useState(false);
  useEffect(() => {
    const target = element.current;
    if (target === null) return;
    let timer: ReturnType<typeof setTimeout>;
    const leave = (): void => {
      clearTimeout(timer);
      setInUse(false);
    };
    const use = (): void => {
      clearTimeout(timer);
      timer = setTimeout(leave, restMs);
      setInUse(true);
    };
    const controller = new AbortController();
    const options = { signal: controller.signal, passive: true };
    for (const event of ['pointermove', 'pointerdown', 'wheel', 'keydown'])
      target.addEventListener(event, use, options);
    target.addEventListener('pointerleave', leave, options);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [element]);
  return inUse;
}
