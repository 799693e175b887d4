import { useLayoutEffect, useMemo, useRef } from 'react';
import { holdOrder } from './hold-order.ts';

/** The latest rows, or while `held` the order last shown with the latest contents. */
export function useHeldOrder<Row>(latest: readonly Row[], held: boolean, keyOf: (row: Row) => string): readonly Row[] {
  const shown = useRef(latest);
  const rows = useMemo(() => (held ? holdOrder(shown.current, latest, keyOf) : latest), [held, latest, keyOf]);
  useLayoutEffect(() => {
    shown.current = rows;
  }, [rows]);
  return rows;
}
