import { Search, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Icon } from '../../components/icon.tsx';
import { Keys } from '../../components/keys.tsx';
import { useModel, useSession, useWindowState } from '../../hooks/use-model.ts';
import { useShortcutProps } from '../../hooks/use-shortcut-props.ts';
import { useT } from '../../i18n/context.tsx';
import { keyLabels } from '../../shortcuts/show.ts';
import { useStore } from '../../state/store.ts';
import styles from './search-field.module.css';

const firstResult = (): HTMLElement | null => document.querySelector<HTMLElement>('[data-result="0"]');

/** Searches as one types. Escape empties it, Enter opens the first result, the arrow keys go on into the others. */
export function SearchField() {
  const t = useT();
  const { search } = useModel();
  const { searchField } = useWindowState();
  const text = useStore(search, (state) => state.text);
  const current = useStore(search, (state) => state.answered === state.text.trim());
  const [opening, setOpening] = useState(false);
  // Enter may come before the answer to the last letters; what they find is what is meant.
  useEffect(() => {
    if (!opening || !current) return;
    setOpening(false);
    firstResult()?.click();
  }, [opening, current]);
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
        onChange={(event) => {
          setOpening(false);
          search.type(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && text !== '') {
            event.preventDefault();
            search.type('');
          }
          if (event.key === 'ArrowDown' && text !== '') {
            event.preventDefault();
            firstResult()?.focus();
          }
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
            event.preventDefault();
            setOpening(text.trim() !== '');
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
