import { Phone, SearchX } from 'lucide-react';
import { useRef } from 'react';
import type { SearchHit } from '#shared/contracts/ui-replies.ts';
import { Avatar } from '../../components/avatar.tsx';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Highlighted } from '../../components/highlighted.tsx';
import { LoadFailure } from '../../components/load-failure.tsx';
import { scrollable } from '../../components/scrollable.ts';
import { Skeleton } from '../../components/skeleton.tsx';
import { excerpt } from '../../format/highlight.ts';
import { useActions, useModel, useSession, useWindowState } from '../../hooks/use-model.ts';
import { useNow } from '../../hooks/use-now.ts';
import { useLanguage } from '../../i18n/context.tsx';
import { routeHref } from '../../state/route.ts';
import { useStore } from '../../state/store.ts';
import item from './conversation-item.module.css';
import list from './conversation-list.module.css';
import { dialable } from './dialable.ts';
import styles from './search-results.module.css';

const minuteMs = 60_000;

/** Stands in the place of the conversations while something is being searched. */
export function SearchResults() {
  const { t } = useLanguage();
  const { search } = useModel();
  const { placeToNumber } = useActions();
  const { text, hits, failure } = useStore(search, (state) => state);
  const canDial = useSession((session) => session.workspace.mode === 'pbx');
  const now = useNow(minuteMs);
  const results = useRef<HTMLUListElement>(null);
  const number = canDial ? dialable(text) : null;
  const typed = text.trim();

  const move = (from: number, step: number): boolean => {
    const next = results.current?.querySelector<HTMLElement>(`[data-result="${from + step}"]`);
    next?.focus();
    return next !== null && next !== undefined;
  };

  return (
    <div className={list.scroller} {...(hits?.length === 0 ? scrollable : {})}>
      {number === null ? null : (
        <div className={styles.dial}>
          <Button
            name={t('call.placeNumber', { number })}
            icon={Phone}
            tone="answer-quiet"
            onClick={() => placeToNumber(number)}
          />
        </div>
      )}
      {failure === null ? null : <LoadFailure failure={failure} onRetry={search.repeat} />}
      {hits === null && failure === null ? <Skeleton label={t('state.loading')} rows={4} /> : null}
      {hits !== null && hits.length === 0 ? (
        <EmptyState icon={SearchX} title={t('inbox.noResults', { text: typed })} hint={t('inbox.noResultsHint')} />
      ) : null}
      <p role="status" className="visually-hidden">
        {hits === null ? '' : t('inbox.resultCount', { count: hits.length })}
      </p>
      <ul ref={results} aria-label={t('inbox.results')}>
        {hits?.map((hit, index) => (
          <li key={`${hit.contact.id} ${hit.message?.id ?? hit.note?.id ?? ''}`}>
            <Result hit={hit} index={index} typed={typed} now={now} onMove={(step) => move(index, step)} />
          </li>
        ))}
      </ul>
    </div>
  );
}

interface ResultProps {
  readonly hit: SearchHit;
  readonly index: number;
  readonly typed: string;
  readonly now: number;
  readonly onMove: (step: number) => boolean;
}

function Result({ hit: { contact, message, note }, index, typed, now, onMove }: ResultProps) {
  const said = message ?? note;
  const { dates } = useLanguage();
  const { searchField } = useWindowState();
  return (
    <a
      href={routeHref({ view: 'inbox', contactId: contact.id })}
      className={item.item}
      data-result={index}
      draggable={false}
      onKeyDown={(event) => {
        const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
        if (step !== 0 && onMove(step)) event.preventDefault();
        if (event.key === 'Escape' || (step === -1 && index === 0)) searchField.current?.focus();
      }}
    >
      <Avatar id={contact.id} name={contact.name} />
      <span className={item.body}>
        <span className={item.top}>
          <span className={item.name}>
            <Highlighted text={contact.name} typed={typed} />
          </span>
          {said === null ? null : (
            <time className={item.time} dateTime={new Date(said.at).toISOString()}>
              {dates.brief(said.at, now)}
            </time>
          )}
        </span>
        <span className={item.last}>
          <Highlighted text={said === null ? (contact.phone ?? '') : excerpt(said.text, typed)} typed={typed} />
        </span>
      </span>
    </a>
  );
}
