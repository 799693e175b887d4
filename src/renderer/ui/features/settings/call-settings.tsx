import { Select } from '../../components/select.tsx';
import { Switch } from '../../components/switch.tsx';
import { useActions, useSession } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import type { Translate } from '../../i18n/translator.ts';
import { AnswerShortcut } from './answer-shortcut.tsx';
import { SettingRow } from './setting-row.tsx';

const choices: readonly number[] = [0, 15, 30, 60, 120, 300, 600];

export function CallSettings() {
  const t = useT();
  const seconds = useSession((session) => session.settings.wrapUpSeconds.value);
  const telLinks = useSession((session) => session.settings.telLinks.value);
  const { set } = useActions();
  const offered = choices.includes(seconds) ? choices : [...choices, seconds].sort((left, right) => left - right);
  return (
    <>
      <SettingRow setting="wrapUpSeconds" label={t('settings.wrapUp')} hint={t('settings.wrapUpHint')}>
        {(control) => (
          <Select
            {...control}
            value={seconds}
            onChange={(event) => set({ wrapUpSeconds: Number(event.currentTarget.value) })}
          >
            {offered.map((choice) => (
              <option key={choice} value={choice}>
                {wrapUpText(choice, t)}
              </option>
            ))}
          </Select>
        )}
      </SettingRow>
      <SettingRow setting="telLinks" label={t('settings.telLinks')} hint={t('settings.telLinksHint')}>
        {(control) => (
          <Switch
            {...control}
            checked={telLinks}
            onChange={(event) => set({ telLinks: event.currentTarget.checked })}
          />
        )}
      </SettingRow>
      <SettingRow setting="answerShortcut" label={t('settings.answerShortcut')} hint={t('settings.answerShortcutHint')}>
        {(control) => <AnswerShortcut control={control} />}
      </SettingRow>
    </>
  );
}

function wrapUpText(seconds: number, t: Translate): string {
  if (seconds === 0) return t('settings.off');
  return seconds % 60 === 0
    ? t('settings.minutes', { count: seconds / 60 })
    : t('settings.seconds', { count: seconds });
}
