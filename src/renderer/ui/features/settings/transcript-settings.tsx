import { useEffect, useState } from 'react';
import type { Settings } from '#shared/contracts/settings.ts';
import type { SpeechModelFlaw, TranscriptsView } from '#shared/contracts/transcripts.ts';
import { Button } from '../../components/button.tsx';
import { Select } from '../../components/select.tsx';
import { useActions, useModel, useSession } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import type { Translate } from '../../i18n/translator.ts';
import { SettingRow } from './setting-row.tsx';
import styles from './transcript-settings.module.css';

const sources: readonly Settings['transcripts'][] = ['off', 'provider', 'local'];

/** Who writes down what is said in messages, with which model, and how far this computer is with it. */
export function TranscriptSettings() {
  const t = useT();
  const source = useSession((session) => session.settings.transcripts.value);
  const hasNotes = useSession((session) => session.workspace.mode !== 'pbx');
  const { set } = useActions();
  if (!hasNotes) return null;
  return (
    <>
      <SettingRow setting="transcripts" label={t('settings.transcripts')} hint={t('settings.transcriptsHint')}>
        {(control) => (
          <Select
            {...control}
            value={source}
            onChange={(event) =>
              set({ transcripts: sources.find((id) => id === event.currentTarget.value) ?? 'provider' })
            }
          >
            {sources.map((id) => (
              <option key={id} value={id}>
                {t(`settings.transcriptSource.${id}`)}
              </option>
            ))}
          </Select>
        )}
      </SettingRow>
      {source === 'local' ? <LocalTranscripts /> : null}
    </>
  );
}

function LocalTranscripts() {
  const t = useT();
  const { client, toasts } = useModel();
  const folder = useSession((session) => session.settings.transcriptModel.value);
  const view = useTranscripts();
  const choose = async (): Promise<void> => {
    const result = await client.ask('transcripts.chooseModel', null);
    if (!result.ok) toasts.fail(result.error);
  };
  return (
    <>
      <SettingRow
        setting="transcriptModel"
        label={t('settings.transcriptModel')}
        hint={t('settings.transcriptModelHint')}
      >
        {({ id, disabled, 'aria-describedby': describedBy }) => (
          <>
            <output id={id} className={styles.folder}>
              {folder}
            </output>
            <Button
              name={t('settings.transcriptModelChoose')}
              small
              disabled={disabled}
              aria-describedby={describedBy}
              onClick={() => void choose()}
            />
          </>
        )}
      </SettingRow>
      <p role="status" className={view?.state === 'flawed' ? styles.flaw : styles.state}>
        {view === null ? '' : stateText(view, t)}
      </p>
    </>
  );
}

/** null: not told yet */
function useTranscripts(): TranscriptsView | null {
  const { client } = useModel();
  const [view, setView] = useState<TranscriptsView | null>(null);
  useEffect(() => {
    let isTold = false;
    const off = client.on('transcripts', (told) => {
      isTold = true;
      setView(told);
    });
    void client.ask('transcripts.get', null).then((result) => {
      if (result.ok && !isTold) setView(result.value);
    });
    return () => {
      isTold = true;
      off();
    };
  }, [client]);
  return view;
}

function stateText({ state, waiting, flaw }: TranscriptsView, t: Translate): string {
  if (flaw !== null) return flawText(flaw, t);
  switch (state) {
    case 'off':
    case 'flawed':
      return '';
    case 'idle':
      return t('settings.transcriptState.idle');
    case 'working':
    case 'paused':
    case 'offline':
      return `${t(`settings.transcriptState.${state}`)} ${t('settings.transcriptsToGo', { count: waiting })}`;
  }
}

function flawText(flaw: SpeechModelFlaw, t: Translate): string {
  switch (flaw.code) {
    case 'no-folder':
      return t('settings.transcriptFlaw.no-folder');
    case 'missing':
      return t('settings.transcriptFlaw.missing', { folder: flaw.folder, file: flaw.file });
    case 'unreadable':
    case 'no-model':
    case 'unusable':
      return t(`settings.transcriptFlaw.${flaw.code}`, { folder: flaw.folder });
  }
}
