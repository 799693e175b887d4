import { AudioLines, Phone, PhoneCall, PhoneMissed } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import type { CallRow } from '#shared/contracts/records.ts';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { outcomeLook } from '../../components/event-icons.ts';
import { Icon } from '../../components/icon.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { PersonCell } from '../../components/person-cell.tsx';
import { panelId, Tabs } from '../../components/tabs.tsx';
import { type Column, type RowControl, VirtualTable } from '../../components/virtual-table.tsx';
import { formatDuration } from '../../format/durations.ts';
import { useActions, useModel, useSession } from '../../hooks/use-model.ts';
import { useNow } from '../../hooks/use-now.ts';
import { useLanguage, useT } from '../../i18n/context.tsx';
import { type CallsTab, callOrder, callsTabs } from '../../state/orders.ts';
import { costText } from '../call/call-price.ts';
import { FollowUpsPanel } from '../follow-ups/follow-ups-panel.tsx';
import styles from './calls-view.module.css';
import { outcomeText } from './outcome-text.ts';

const minuteMs = 60_000;

/** The journal of calls: what is to be followed up, and with whom one spoke. */
export function CallsView({ tab }: { readonly tab: CallsTab | 'follow-ups' }) {
  const t = useT();
  const { router } = useModel();
  const missed = useSession((session) => session.missed);
  const followUps = useSession((session) => session.followUps);
  // Where nobody keeps follow-ups, the missed calls themselves are what waits.
  const shown = tab === 'follow-ups' && followUps === null ? 'missed' : tab;
  const journal = callsTabs.map((id) => ({
    id,
    title: t(`calls.${id}`),
    count: id === 'missed' && followUps === null ? missed : 0,
  }));
  const work = { id: 'follow-ups', title: t('followUps.tab'), count: followUps ?? 0 } as const;
  return (
    <div className={styles.view}>
      <PageHeader title={t('nav.calls')}>
        <Tabs
          label={t('calls.tabs')}
          tabs={followUps === null ? journal : [work, ...journal]}
          current={shown}
          onChange={(id) => router.go({ view: 'calls', tab: id })}
        />
      </PageHeader>
      <div role="tabpanel" id={panelId} aria-labelledby={`tab-${shown}`} className={styles.panel}>
        {shown === 'follow-ups' ? <FollowUpsPanel /> : <Journal key={shown} tab={shown} />}
      </div>
    </div>
  );
}

function Journal({ tab }: { readonly tab: CallsTab }) {
  const t = useT();
  const { calls } = useModel();
  const columns = useColumns();
  // Each tab has its own list; going back to one shows it as it was left.
  const list = calls[tab];
  useEffect(() => list.more(), [list]);
  return (
    <VirtualTable
      label={t('calls.list')}
      loadingLabel={t('calls.loading')}
      list={list}
      order={callOrder}
      columns={columns}
      empty={<NoCalls tab={tab} />}
    />
  );
}

function useColumns(): readonly Column<CallRow>[] {
  const t = useT();
  return useMemo(
    () => [
      {
        key: 'contact',
        header: t('calls.contact'),
        width: 'minmax(9rem, 2fr)',
        narrowWidth: 'minmax(7.25rem, 1.2fr)',
        cell: (row, { tabIndex }) => (
          <PersonCell
            id={nameId(row)}
            contactId={row.contactId}
            name={row.name}
            phone={row.phone}
            tabIndex={tabIndex}
          />
        ),
      },
      {
        key: 'outcome',
        header: t('calls.outcome'),
        width: 'minmax(8rem, 1.4fr)',
        narrowWidth: 'minmax(9.25rem, 1.2fr)',
        cell: (row) => <Outcome row={row} />,
      },
      {
        key: 'when',
        header: t('calls.when'),
        width: 'minmax(7.5rem, 1.1fr)',
        narrowWidth: 'minmax(5.5rem, 0.9fr)',
        cell: (row) => <When at={row.startedAt} />,
      },
      {
        key: 'length',
        header: t('calls.length'),
        width: '5rem',
        wideOnly: true,
        cell: (row) => <Length row={row} />,
      },
      {
        key: 'cost',
        header: t('calls.cost'),
        width: '6rem',
        wideOnly: true,
        cell: (row) => <Cost row={row} />,
      },
      {
        key: 'action',
        header: t('calls.action'),
        quietHeader: true,
        width: '9rem',
        narrowWidth: '2.75rem',
        // A call that rings or is up is reached at the left, where it stands.
        cell: (row, control) => (row.outcome === null ? null : <CallBack row={row} control={control} />),
      },
    ],
    [t],
  );
}

const nameId = (row: CallRow): string => `call-${row.id}`;

function Outcome({ row }: { readonly row: CallRow }) {
  const t = useT();
  const { icon, tone } = outcomeLook(row);
  return (
    <span className={classNames(styles.outcome, styles[tone], row.outcome === 'missed' && styles.missed)}>
      <Icon of={icon} size={16} className={styles.icon} />
      <span>
        {outcomeText(row, t)}
        <span className="visually-hidden">
          {' '}
          {row.direction === 'user-initiated' ? t('outcome.incoming') : t('outcome.outgoing')}
        </span>
      </span>
      {row.hasRecording ? (
        <span className={styles.recorded} data-tip={t('calls.recorded')}>
          <Icon of={AudioLines} size={14} />
          <span className="visually-hidden">{t('calls.recorded')}</span>
        </span>
      ) : null}
    </span>
  );
}

function When({ at }: { readonly at: number }) {
  const { dates } = useLanguage();
  const now = useNow(minuteMs);
  return <time dateTime={new Date(at).toISOString()}>{dates.dayAndTime(at, now)}</time>;
}

function Length({ row: { answeredAt, endedAt } }: { readonly row: CallRow }) {
  return answeredAt === null || endedAt === null ? null : formatDuration(endedAt - answeredAt);
}

function Cost({ row }: { readonly row: CallRow }) {
  const language = useLanguage();
  const callsOnly = useSession((session) => session.workspace.mode === 'pbx');
  return callsOnly ? null : costText(row, language);
}

function CallBack({ row, control }: { readonly row: CallRow; readonly control: RowControl }) {
  const t = useT();
  const { placeToContact } = useActions();
  return (
    <span className={styles.action}>
      <Button
        name={t('call.back')}
        icon={Phone}
        small
        className={styles.callBack}
        tone={row.outcome === 'missed' ? 'answer-quiet' : 'quiet'}
        aria-describedby={nameId(row)}
        onClick={() => placeToContact(row.contactId)}
        {...control}
      />
    </span>
  );
}

function NoCalls({ tab }: { readonly tab: CallsTab }) {
  const t = useT();
  if (tab === 'missed') {
    return <EmptyState icon={PhoneMissed} title={t('calls.emptyMissed')} hint={t('calls.emptyMissedHint')} />;
  }
  return (
    <EmptyState
      icon={PhoneCall}
      title={t('calls.empty')}
      hint={tab === 'outgoing' ? t('calls.emptyOutgoingHint') : t('calls.emptyHint')}
    />
  );
}
