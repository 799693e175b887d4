import { useEffect, useState } from 'react';
import type { NotesStorage } from '#shared/contracts/ui-replies.ts';
import { Switch } from '../../components/switch.tsx';
import { useActions, useModel, useSession } from '../../hooks/use-model.ts';
import { useLanguage } from '../../i18n/context.tsx';
import styles from './chat-settings.module.css';
import { ReplyTemplates } from './reply-templates.tsx';
import { SettingRow } from './setting-row.tsx';
import { TranscriptSettings } from './transcript-settings.tsx';

/** Settings → Chats. */
export function ChatSettings() {
  const { t, region } = useLanguage();
  const { client } = useModel();
  const { set } = useActions();
  const prompts = useSession((session) => session.settings.missedCallPrompts.value);
  const [storage, setStorage] = useState<NotesStorage | null>(null);
  useEffect(() => {
    let current = true;
    void client.ask('notes.storage', null).then((result) => {
      if (current && result.ok) setStorage(result.value);
    });
    return () => {
      current = false;
    };
  }, [client]);
  const megabytes = (bytes: number): string =>
    new Intl.NumberFormat(region, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 }).format(bytes / 1e6);
  return (
    <>
      <SettingRow
        setting="missedCallPrompts"
        label={t('settings.missedCallPrompts')}
        hint={t('settings.missedCallPromptsHint')}
      >
        {(control) => (
          <Switch
            {...control}
            checked={prompts}
            onChange={(event) => set({ missedCallPrompts: event.currentTarget.checked })}
          />
        )}
      </SettingRow>
      <TranscriptSettings />
      <ReplyTemplates />
      {storage === null ? null : (
        <p className={styles.storage}>
          {t('settings.notesStorage', { count: storage.count, size: megabytes(storage.bytes) })}
          {storage.keepDays === null ? '' : ` ${t('settings.notesKept', { count: storage.keepDays })}`}
        </p>
      )}
    </>
  );
}
