import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, MessageCircle } from 'lucide-react';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import type { Contact } from '#shared/contracts/records.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { LoadFailure } from '../../components/load-failure.tsx';
import { scrollable } from '../../components/scrollable.ts';
import { Skeleton } from '../../components/skeleton.tsx';
import { useModel } from '../../hooks/use-model.ts';
import { useNow } from '../../hooks/use-now.ts';
import { useLanguage } from '../../i18n/context.tsx';
import { isComplete } from '../../state/paged.ts';
import { useStore } from '../../state/store.ts';
import { NoteBubble } from '../notes/note-bubble.tsx';
import { EventLine } from './event-line.tsx';
import { type Line, timelineLines } from './lines.ts';
import { MessageBubble } from './message-bubble.tsx';
import styles from './timeline.module.css';
import { useNewMessageAnnouncement } from './use-new-message-announcement.ts';
import { usePinnedEnd } from './use-pinned-end.ts';

/** Older entries are asked for when this many lines are left above. */
const ahead = 12;
const minuteMs = 60_000;
const estimates: Readonly<Record<Line['line'], number>> = { day: 44, message: 56, event: 46, note: 110 };

/** Messages, notes and call events in one line of time, newest at the bottom. */
export function Timeline({ contact }: { readonly contact: Contact }) {
  const { t, dates } = useLanguage();
  const { timelines, outbox } = useModel();
  const list = useMemo(() => timelines.of(contact.id), [timelines, contact.id]);
  const state = useStore(list, identity);
  const pending = useStore(outbox, identity);
  const now = useNow(minuteMs);
  const scroller = useRef<HTMLDivElement>(null);
  const lines = useMemo(
    () =>
      timelineLines(
        state.rows,
        pending.filter(({ message }) => message.contactId === contact.id),
        (at) => new Date(at).toDateString(),
      ),
    [state.rows, pending, contact.id],
  );

  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => estimates[lines[index]?.line ?? 'message'],
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan: 6,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: 60,
    paddingEnd: 12,
  });
  const items = virtualizer.getVirtualItems();
  const firstShown = items[0]?.index ?? 0;

  useEffect(() => {
    if (!state.loaded || firstShown <= ahead) list.more();
  }, [list, state.loaded, firstShown]);

  const shown = useRef(false);
  useLayoutEffect(() => {
    if (shown.current || lines.length === 0) return;
    shown.current = true;
    virtualizer.scrollToEnd();
  });
  const atEnd = usePinnedEnd(scroller, virtualizer);
  useNewMessageAnnouncement(state.loaded, state.rows[0], contact.name);

  const empty = lines.length === 0;
  return (
    <div className={styles.frame}>
      <div
        ref={scroller}
        role="log"
        aria-label={t('conversation.messages')}
        // New messages are announced one by one; scrolling must not read out what comes into the page.
        aria-live="off"
        className={styles.scroller}
        {...scrollable}
      >
        {state.failure === null ? null : <LoadFailure failure={state.failure} onRetry={list.retry} />}
        {empty && !state.loaded && state.failure === null ? (
          <Skeleton label={t('conversation.loading')} rows={5} shape="bubble" />
        ) : null}
        {empty && isComplete(state) ? (
          <EmptyState
            icon={MessageCircle}
            title={t('conversation.empty')}
            hint={t('conversation.emptyHint', { name: contact.name })}
          />
        ) : null}
        {/* Its padding would make the empty log scroll. */}
        <div className={styles.lines} style={{ height: empty ? 0 : virtualizer.getTotalSize() }}>
          {items.map(({ index, key, start }) => {
            const line = lines[index];
            return line === undefined ? null : (
              <div
                key={key}
                ref={virtualizer.measureElement}
                data-index={index}
                className={styles.line}
                style={{ transform: `translateY(${start}px)` }}
              >
                {line.line === 'day' ? (
                  <h3 className={styles.day}>{dates.day(line.at, now)}</h3>
                ) : line.line === 'event' ? (
                  <EventLine event={line.event} />
                ) : line.line === 'note' ? (
                  <NoteBubble note={line.note} author={contact.name} />
                ) : (
                  <MessageBubble
                    message={line.message}
                    follows={line.follows}
                    pending={line.pending}
                    author={contact.name}
                  />
                )}
              </div>
            );
          })}
        </div>
      </div>
      {atEnd || empty ? null : (
        <Button
          name={t('conversation.newest')}
          icon={ArrowDown}
          iconOnly
          className={styles.newest}
          onClick={() => virtualizer.scrollToEnd()}
        />
      )}
    </div>
  );
}

const identity = <Value,>(value: Value): Value => value;
