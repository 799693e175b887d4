import { useEffect, useEffectEvent } from 'react';

/** Calls `then` right after the first paint that shows the component: a task that follows the frame's own callback. */
export function usePainted(then: () => void): void {
  const painted = useEffectEvent(then);
  useEffect(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => painted();
    const frame = requestAnimationFrame(() => channel.port2.postMessage(null));
    return () => {
      cancelAnimationFrame(frame);
      channel.port1.close();
    };
  }, []);
}
