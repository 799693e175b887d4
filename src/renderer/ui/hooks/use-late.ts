import { useEffect, useState } from 'react';

/** Whether `isSo` has lasted for so many milliseconds: what passes sooner is not worth a word. */
export function useLate(isSo: boolean, milliseconds: number): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!isSo) return;
    const timer = setTimeout(() => setLate(true), milliseconds);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [isSo, milliseconds]);
  return isSo && late;
}
