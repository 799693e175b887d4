import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import { LoadFailure } from '../../components/load-failure.tsx';
import { scrollable } from '../../components/scrollable.ts';
import { Skeleton } from '../../components/skeleton.tsx';
import { useAnchoredRows } from '../../hooks/use-anchored-rows.ts';
import { useHeldOrder } from '../../hooks/use-held-order.ts';
import { useInUse } from '../../hooks/use-in-use.ts';
import { useActions, useModel, useRoute, useSession } from '../../hooks/use-model.ts';
import { useNow } from '../../hooks/use-now.ts';
import { usePainted } from '../../hooks/use-painted.ts';
import { useRoving } from '../../hooks/use-roving.ts';
import { useStillList } from '../../hooks/use-still-list.ts';
import { useT } from '../../i18n/context.tsx';
import { inboxOrder } from '../../state/orders.ts';
import { isComplete } from '../../state/paged.ts';
import { useStore } from '../../state/store.ts';
import { callMarks } from './call-marks.ts';
import { ConversationItem } from './conversation-item.tsx';
import styles from './conversation-list.module.css';
import { NoConversations } from './no-conversations.tsx';

const rowHeight = 64;
const overscanRows = 8;
/** The next page is asked for when this many rows are left below. */
const ahead = 30;
const minuteMs = 60_000;

/** All conversations, newest first; only those in view are in the page. */
export function ConversationList() {
  const t = useT();
  const { inbox } = useModel();
  const actions = useActions();
  const route = useRoute();
  const marks = useSession(callMarks);
  const state = useStore(inbox, identity);
  const now = useNow(minuteMs);
  const scroller = useRef<HTMLDivElement>(null);
  const inUse = useInUse(scroller);
  // Rows that nobody sees yet come after those that are waited for.
  const [painted, setPainted] = useState(false);
  const rows = useHeldOrder(state.rows, inUse, inboxOrder.keyOf);
  const keys = useMemo(() => rows.map(inboxOrder.keyOf), [rows]);
  useStillList(scroller, inUse);
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
    overscan: painted ? overscanRows : 0,
    initialRect: { width: 0, height: window.innerHeight },
    // The row that Tab reaches stays in the page, so that the keyboard never falls out of the list.
    rangeExtractor: ({ startIndex, endIndex, overscan: extra, count }) => {
      const first = Math.max(0, startIndex - extra);
      const last = Math.min(count - 1, endIndex + extra);
      const shown = Array.from({ length: last - first + 1 }, (_, index) => first + index);
      return roving.current >= first && roving.current <= last
        ? shown
        : [...shown, roving.current].sort((a, b) => a - b);
    },
  });
  const items = virtualizer.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;

  useEffect(() => {
    if (state.loaded && lastShown >= rows.length - ahead) inbox.more();
  }, [inbox, state.loaded, lastShown, rows.length]);

  const selected = route.view === 'inbox' ? route.contactId : null;
  useRevealSelected(selected, keys, (index) => virtualizer.scrollToIndex(index, { align: 'auto' }), roving.setCurrent);
  const total = isComplete(state) ? rows.length : -1;
  const empty = rows.length === 0;
  return (
    <div ref={scroller} className={styles.scroller} {...(empty ? scrollable : {})}>
      {empty && !state.loaded && state.failure === null ? <Skeleton label={t('inbox.loading')} rows={7} /> : null}
      {empty && isComplete(state) ? <NoConversations /> : null}
      <ul
        aria-label={t('inbox.conversations')}
        className={styles.list}
        style={{ height: virtualizer.getTotalSize() }}
        onKeyDown={roving.onKeyDown}
      >
        {items.map(({ index, key, start }) => {
          const row = rows[index];
          return row === undefined ? null : (
            <li
              key={key}
              aria-posinset={index + 1}
              aria-setsize={total}
              className={styles.row}
              style={{ transform: `translateY(${start}px)` }}
              onFocus={() => roving.setCurrent(index)}
            >
              <ConversationItem
                row={row}
                index={index}
                selected={row.contactId === selected}
                reachable={index === roving.current}
                mark={marks.get(row.contactId)}
                now={now}
                onOpen={actions.markRead}
              />
            </li>
          );
        })}
      </ul>
      {state.failure === null ? null : <LoadFailure failure={state.failure} onRetry={inbox.retry} />}
      {state.loaded || state.failure !== null ? <Interactive onPainted={() => setPainted(true)} /> : null}
    </div>
  );
}

/** Marks the instant from which the agent can work; scripts that measure the start read it. */
function Interactive({ onPainted }: { readonly onPainted: () => void }) {
  usePainted(() => {
    performance.mark('cornetta:interactive');
    onPainted();
  });
  return null;
}

/** A conversation opened from elsewhere (a shortcut, a notification) is brought into view once. */
function useRevealSelected(
  selected: string | null,
  keys: readonly string[],
  reveal: (index: number) => void,
  setCurrent: (index: number) => void,
): void {
  const revealed = useRef<string | null>(null);
  useEffect(() => {
    if (selected === revealed.current) return;
    const index = selected === null ? -1 : keys.indexOf(selected);
    if (index === -1) return;
    revealed.current = selected;
    reveal(index);
    setCurrent(index);
  });
}

const identity = <Value,>(value: Value): Value => value;
