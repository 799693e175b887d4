import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import { useAnchoredRows } from '../hooks/use-anchored-rows.ts';
import { useHeldOrder } from '../hooks/use-held-order.ts';
import { useInUse } from '../hooks/use-in-use.ts';
import { useRoving } from '../hooks/use-roving.ts';
import { isComplete, type Order } from '../state/paged.ts';
import type { PagedList } from '../state/paged-list.ts';
import { useStore } from '../state/store.ts';
import { classNames } from './class-names.ts';
import { LoadFailure } from './load-failure.tsx';
import { scrollable } from './scrollable.ts';
import { Skeleton } from './skeleton.tsx';
import styles from './virtual-table.module.css';

/** Goes on the control of a row that the arrow keys reach. */
export interface RowControl {
  readonly 'data-row': number;
  readonly tabIndex: 0 | -1;
}

export interface Column<Row> {
  readonly key: string;
  readonly header: string;
  /** Buttons say what they do: their column is named for screen readers only. */
  readonly quietHeader?: boolean;
  /** For `grid-template-columns`. */
  readonly width: string;
  /** Where the table is narrow; the same as `width` if absent. */
  readonly narrowWidth?: string;
  /** Left out where the table is narrow. */
  readonly wideOnly?: boolean;
  readonly cell: (row: Row, control: RowControl) => ReactNode;
}

export interface VirtualTableProps<Row> {
  readonly label: string;
  readonly loadingLabel: string;
  readonly list: PagedList<Row>;
  readonly order: Order<Row>;
  readonly columns: readonly Column<Row>[];
  readonly empty: ReactNode;
  readonly isCurrent?: (row: Row) => boolean;
}

const rowHeight = 60;
const ahead = 20;

/** A table of which only the rows in view are in the page. Arrow keys go from row to row; Tab leaves it. */
export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const { label, list, order, columns, isCurrent } = props;
  const state = useStore(list, (value) => value);
  const scroller = useRef<HTMLDivElement>(null);
  const inUse = useInUse(scroller);
  const rows = useHeldOrder(state.rows, inUse, order.keyOf);
  const keys = useMemo(() => rows.map(order.keyOf), [rows, order]);
  useAnchoredRows(scroller, keys, rowHeight);
  const roving = useRoving({
    count: rows.length,
    container: scroller,
    reveal: (index) => virtualizer.scrollToIndex(index, { align: 'auto' }),
  });
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => keys[index] ?? index,
    overscan: 8,
    initialRect: { width: 0, height: window.innerHeight },
    scrollPaddingStart: headerHeight,
  });
  const items = virtualizer.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;

  useEffect(() => {
    if (!state.loaded || lastShown >= rows.length - ahead) list.more();
  }, [list, state.loaded, lastShown, rows.length]);

  const empty = rows.length === 0;
  const template = columns.map(({ width }) => width).join(' ');
  const narrowTemplate = columns
    .filter(({ wideOnly }) => wideOnly !== true)
    .map(({ width, narrowWidth }) => narrowWidth ?? width)
    .join(' ');
  return (
    <div ref={scroller} className={styles.scroller} {...(empty ? scrollable : {})}>
      {empty && !state.loaded && state.failure === null ? <Skeleton label={props.loadingLabel} rows={6} /> : null}
      {empty && isComplete(state) ? props.empty : null}
      {empty ? null : (
        <table
          aria-label={label}
          aria-rowcount={isComplete(state) ? rows.length + 1 : -1}
          className={styles.table}
          style={{ '--columns': template, '--narrow-columns': narrowTemplate }}
          onKeyDown={roving.onKeyDown}
        >
          <thead className={styles.head}>
            <tr aria-rowindex={1} className={styles.row}>
              {columns.map(({ key, header, quietHeader, wideOnly }) => (
                <th key={key} scope="col" className={classNames(wideOnly === true && styles.wideOnly)}>
                  <span className={quietHeader === true ? 'visually-hidden' : undefined}>{header}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody className={styles.body} style={{ height: virtualizer.getTotalSize() }}>
            {items.map(({ index, key, start }) => {
              const row = rows[index];
              return row === undefined ? null : (
                <tr
                  key={key}
                  aria-rowindex={index + 2}
                  className={classNames(styles.row, styles.line, isCurrent?.(row) === true && styles.current)}
                  style={{ transform: `translateY(${start}px)` }}
                  onFocus={() => roving.setCurrent(index)}
                >
                  {columns.map((column) => (
                    <td
                      key={column.key}
                      className={classNames(styles.cell, column.wideOnly === true && styles.wideOnly)}
                    >
                      {column.cell(row, { 'data-row': index, tabIndex: index === roving.current ? 0 : -1 })}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {state.failure === null ? null : <LoadFailure failure={state.failure} onRetry={list.retry} />}
    </div>
  );
}

const headerHeight = 40;
