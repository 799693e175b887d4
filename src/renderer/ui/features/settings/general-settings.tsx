import type { Settings } from '#shared/contracts/settings.ts';
import { Select } from '../../components/select.tsx';
import { useActions, useSession } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import { SettingRow } from './setting-row.tsx';

/** Each in its own words, so that whoever cannot read the present language finds the way back. */
const languages: readonly { readonly id: NonNullable<Settings['locale']>; readonly name: string }[] = [
  { id: 'en', name: 'English' },
  { id: 'it', name: 'Italiano' },
  { id: 'de', name: 'Deutsch' },
];

const themes: readonly Settings['theme'][] = ['system', 'light', 'dark'];
const themeTexts = { system: 'themeSystem', light: 'themeLight', dark: 'themeDark' } as const;

export function GeneralSettings() {
  const t = useT();
  const locale = useSession((session) => session.settings.locale.value);
  const theme = useSession((session) => session.settings.theme.value);
  const { set } = useActions();
  return (
    <>
      <SettingRow setting="locale" label={t('settings.language')}>
        {(control) => (
          <Select
            {...control}
            value={locale ?? ''}
            onChange={(event) =>
              set({ locale: languages.find(({ id }) => id === event.currentTarget.value)?.id ?? null })
            }
          >
            <option value="">{t('settings.languageSystem')}</option>
            {languages.map(({ id, name }) => (
              <option key={id} value={id} lang={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </SettingRow>
      <SettingRow setting="theme" label={t('settings.theme')}>
        {(control) => (
          <Select
            {...control}
            value={theme}
            onChange={(event) => set({ theme: themes.find((id) => id === event.currentTarget.value) ?? 'system' })}
          >
            {themes.map((id) => (
              <option key={id} value={id}>
                {t(`settings.${themeTexts[id]}`)}
              </option>
            ))}
          </Select>
        )}
      </SettingRow>
    </>
  );
}
