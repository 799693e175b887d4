import { MessageSquareText } from 'lucide-react';
import { keyLabels } from '../../app/shortcuts/show.ts';
import type { ShortcutId } from '../../app/shortcuts/table.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Keys } from '../../components/keys.tsx';
import { useSession } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import styles from './nothing-chosen.module.css';

const hints: readonly ShortcutId[] = ['next', 'search', 'help'];

/** In the place of a conversation, with the keys that lead to one. */
export function NothingChosen() {
  const t = useT();
  const platform = useSession((session) => session.platform);
  return (
    <EmptyState icon={MessageSquareText} title={t('inbox.choose')} hint={t('inbox.chooseHint')}>
      <dl className={styles.keys}>
        {hints.map((id) => (
          <div key={id} className={styles.row}>
            <dt>{t(`shortcuts.${id}`)}</dt>
            <dd>
              <Keys labels={keyLabels(id, platform, t)} />
            </dd>
          </div>
        ))}
      </dl>
    </EmptyState>
  );
}
