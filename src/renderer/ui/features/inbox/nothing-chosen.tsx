import { MessageSquareText } from 'lucide-react';
import { EmptyState } from '../../components/empty-state.tsx';
import { Keys } from '../../components/keys.tsx';
import { useModel, useSession } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import { keyLabels } from '../../shortcuts/show.ts';
import type { ShortcutId } from '../../shortcuts/table.ts';
import { isComplete } from '../../state/paged.ts';
import { useStore } from '../../state/store.ts';
import styles from './nothing-chosen.module.css';

const hints: readonly ShortcutId[] = ['next', 'search', 'help'];

/** In the place of a conversation, with the keys that lead to one. */
export function NothingChosen() {
  const t = useT();
  const { inbox } = useModel();
  const empty = useStore(inbox, (state) => isComplete(state) && state.rows.length === 0);
  const platform = useSession((session) => session.platform);
  return (
    <EmptyState
      icon={MessageSquareText}
      title={empty ? t('inbox.ready') : t('inbox.choose')}
      hint={empty ? t('inbox.readyHint') : t('inbox.chooseHint')}
    >
      <dl className={styles.keys}>
        {hints
          .filter((id) => !empty || id === 'help')
          .map((id) => (
            <div key={id} className={styles.row}>
              <dt>{id === 'help' ? t('shortcuts.title') : t(`shortcuts.${id}`)}</dt>
              <dd>
                <Keys labels={keyLabels(id, platform, t)} />
              </dd>
            </div>
          ))}
      </dl>
    </EmptyState>
  );
}
