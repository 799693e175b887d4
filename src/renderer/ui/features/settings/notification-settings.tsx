import { Switch } from '../../components/switch.tsx';
import { useActions, useSession } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import { SettingRow } from './setting-row.tsx';

export function NotificationSettings() {
  const t = useT();
  const calls = useSession((session) => session.settings.notifyCalls.value);
  const messages = useSession((session) => session.settings.notifyMessages.value);
  const { set } = useActions();
  return (
    <>
      <SettingRow setting="notifyCalls" label={t('settings.notifyCalls')} hint={t('settings.notifyCallsHint')}>
        {(control) => (
          <Switch
            {...control}
            checked={calls}
            onChange={(event) => set({ notifyCalls: event.currentTarget.checked })}
          />
        )}
      </SettingRow>
      <SettingRow setting="notifyMessages" label={t('settings.notifyMessages')} hint={t('settings.notifyMessagesHint')}>
        {(control) => (
          <Switch
            {...control}
            checked={messages}
            onChange={(event) => set({ notifyMessages: event.currentTarget.checked })}
          />
        )}
      </SettingRow>
    </>
  );
}
