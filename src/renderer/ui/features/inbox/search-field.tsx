import { Search, X } from 'lucide-react';
import { keyLabels } from '../../app/shortcuts/show.ts';
import { Icon } from '../../components/icon.tsx';
import { Keys } from '../../components/keys.tsx';
import { useModel, useSession, useWindowState } from '../../hooks/use-model.ts';
import { useShortcutProps } from '../../hooks/use-shortcut-props.ts';
import { useT } from '../../i18n/context.tsx';
import { useStore } from '../../state/store.ts';
import styles from './search-field.module.css';

/** Searches as one types; Escape empties it, the arrow keys go on into the results. */
export function SearchField() {
  const t = useT();
  const { search } = useModel();
  const { searchField } = useWindowState();
  const text = useStore(search, (state) => state.text);
  const platform = useSession((session) => session.platform);
  const shortcut = useShortcutProps('search');
  return (
    <search className={styles.field}>
      <Icon of={Search} size={16} className={styles.icon} />
      <input
        ref={searchField}
        type="search"
        className={styles.input}
        aria-label={t('inbox.search')}
        placeholder={t('inbox.searchShort')}
        value={text}
        maxLength={200}
        spellCheck={false}
        aria-keyshortcuts={shortcut['aria-keyshortcuts']}
        onChange={(event) => search.type(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && text !== '') {
            event.preventDefault();
            search.type('');
          }
          if (event.key === 'ArrowDown' && text !== '') {
            event.preventDefault();
            document.querySelector<HTMLElement>('[data-result="0"]')?.focus();
          }
        }}
      />
      {text === '' ? (
        <span className={styles.keys} aria-hidden="true">
          <Keys labels={keyLabels('search', platform, t)} />
        </span>
      ) : (
        <button
          type="button"
          className={styles.clear}
          aria-label={t('inbox.clearSearch')}
          onClick={() => {
            search.type('');
            searchField.current?.focus();
          }}
        >
          <Icon of={X} size={16} />
        </button>
      )}
    </search>
  );
}
