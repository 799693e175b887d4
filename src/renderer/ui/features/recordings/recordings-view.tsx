import { AudioLines, Pause, Play } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { RecordingRow } from '#shared/contracts/records.ts';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { PersonCell } from '../../components/person-cell.tsx';
import { type Column, VirtualTable } from '../../components/virtual-table.tsx';
import { formatDuration } from '../../format/durations.ts';
import { formatBytes } from '../../format/sizes.ts';
import { useModel, useSession } from '../../hooks/use-model.ts';
import { useNow } from '../../hooks/use-now.ts';
import { useLanguage, useT } from '../../i18n/context.tsx';
import { recordingOrder } from '../../state/orders.ts';
import { Player } from './player.tsx';
import styles from './recordings-view.module.css';

const minuteMs = 60_000;

interface Chosen {
  readonly recording: RecordingRow;
  readonly toggles: number;
}

export function RecordingsView() {
  const t = useT();
  const { recordings } = useModel();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [playing, setPlaying] = useState(false);
  useEffect(() => recordings.more(), [recordings]);
  const chosenId = chosen?.recording.id;

  const columns = useColumns({
    isPlaying: (row) => playing && row.id === chosenId,
    onPlay: (row) => {
      setChosen((before) =>
        before?.recording.id === row.id ? { ...before, toggles: before.toggles + 1 } : { recording: row, toggles: 0 },
      );
    },
  });
  return (
    <div className={styles.view}>
      <PageHeader title={t('nav.recordings')} />
      <VirtualTable
        label={t('recordings.table')}
        loadingLabel={t('recordings.loading')}
        list={recordings}
        order={recordingOrder}
        columns={columns}
        empty={<NoRecordings />}
        isCurrent={(row) => row.id === chosenId}
      />
      {chosen === null ? null : (
        <Player
          key={chosen.recording.id}
          recording={chosen.recording}
          toggles={chosen.toggles}
          onPlaying={setPlaying}
          onClose={() => setChosen(null)}
        />
      )}
    </div>
  );
}

interface RowActions {
  readonly isPlaying: (row: RecordingRow) => boolean;
  readonly onPlay: (row: RecordingRow) => void;
}

function useColumns({ isPlaying, onPlay }: RowActions): readonly Column<RecordingRow>[] {
  const { t, region } = useLanguage();
  return [
    {
      key: 'action',
      header: t('recordings.action'),
      quietHeader: true,
      width: '5rem',
      narrowWidth: '3.5rem',
      cell: (row, control) => (
        <Button
          name={isPlaying(row) ? t('recordings.pause') : t('recordings.play')}
          icon={isPlaying(row) ? Pause : Play}
          iconOnly
          // Not `disabled`: the arrow keys must be able to stop here.
          aria-disabled={!isPlayable(row)}
          aria-describedby={nameId(row)}
          data-tip-side="start"
          onClick={() => {
            if (isPlayable(row)) onPlay(row);
          }}
          {...control}
        />
      ),
    },
    {
      key: 'contact',
      header: t('recordings.contact'),
      width: 'minmax(9rem, 2fr)',
      cell: (row, { tabIndex }) => (
        <PersonCell id={nameId(row)} contactId={row.contactId} name={row.name} phone={row.phone} tabIndex={tabIndex} />
      ),
    },
    { key: 'when', header: t('recordings.when'), width: 'minmax(7.5rem, 1.3fr)', cell: (row) => <When row={row} /> },
    { key: 'length', header: t('recordings.length'), width: 'minmax(6rem, 1fr)', cell: (row) => <Length row={row} /> },
    {
      key: 'agent',
      header: t('recordings.agent'),
      width: 'minmax(5rem, 1fr)',
      wideOnly: true,
      cell: (row) => row.agent,
    },
    {
      key: 'size',
      header: t('recordings.size'),
      width: '5rem',
      wideOnly: true,
      cell: (row) => formatBytes(row.bytes, region),
    },
  ];
}

const isPlayable = ({ state }: RecordingRow): boolean => state === 'complete' || state === 'cut';

const nameId = (row: RecordingRow): string => `recording-${row.id}`;

function When({ row }: { readonly row: RecordingRow }) {
  const { dates } = useLanguage();
  const now = useNow(minuteMs);
  return <time dateTime={new Date(row.startedAt).toISOString()}>{dates.dayAndTime(row.startedAt, now)}</time>;
}

/** How long it is, and what is special about it. */
function Length({ row }: { readonly row: RecordingRow }) {
  const t = useT();
  return (
    <span className={styles.length}>
      {row.durationMs === null ? null : <span>{formatDuration(row.durationMs)}</span>}
      {row.state === 'complete' ? null : (
        <span className={classNames(styles.state, styles[row.state])} data-tip={t(`recordings.${row.state}Hint`)}>
          {t(`recordings.${row.state}`)}
          <span className="visually-hidden">. {t(`recordings.${row.state}Hint`)}</span>
        </span>
      )}
    </span>
  );
}

function NoRecordings() {
  const t = useT();
  const allowed = useSession((session) => session.workspace.recording);
  return (
    <EmptyState
      icon={AudioLines}
      title={allowed ? t('recordings.empty') : t('recordings.emptyOff')}
      hint={allowed ? t('recordings.emptyHint') : t('recordings.emptyOffHint')}
    />
  );
}
