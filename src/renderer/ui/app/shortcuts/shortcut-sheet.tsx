import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Button } from '../../components/button.tsx';
import { Keys } from '../../components/keys.tsx';
import { useSession } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import { keyLabels } from '../../shortcuts/show.ts';
import { type ShortcutGroup, type ShortcutId, shortcutIds, shortcuts } from '../../shortcuts/table.ts';
import styles from './shortcut-sheet.module.css';

const groups: readonly (readonly [ShortcutGroup, 'groupCall' | 'groupMove' | 'groupWrite'])[] = [
  ['call', 'groupCall'],
  ['move', 'groupMove'],
  ['write', 'groupWrite'],
];

/** Every key there is, on one page. */
export function ShortcutSheet({ onClose }: { readonly onClose: () => void }) {
  const t = useT();
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    // Otherwise the keyboard would start at the button that closes it.
    title.current?.focus();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby="shortcut-sheet-title"
      className={styles.sheet}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
      onKeyDown={(event) => {
        if (event.key !== '?') return;
        event.preventDefault();
        onClose();
      }}
    >
      <div className={styles.content}>
        <header className={styles.header}>
          <h2 ref={title} id="shortcut-sheet-title" tabIndex={-1} className={styles.title}>
            {t('shortcuts.title')}
          </h2>
          <Button name={t('shortcuts.close')} icon={X} iconOnly small tone="quiet" onClick={onClose} />
        </header>
        <div className={styles.groups}>
          {groups.map(([group, title]) => (
            <section key={group} aria-label={t(`shortcuts.${title}`)} className={styles.group}>
              <h3 className={styles.groupTitle}>{t(`shortcuts.${title}`)}</h3>
              <dl>
                {shortcutIds
                  .filter((id) => shortcuts[id].group === group)
                  .map((id) => (
                    <Row key={id} id={id} />
                  ))}
              </dl>
            </section>
          ))}
        </div>
      </div>
    </dialog>
  );
}

function Row({ id }: { readonly id: ShortcutId }) {
  const t = useT();
  const platform = useSession((session) => session.platform);
  return (
    <div className={styles.row}>
      <dt>{t(`shortcuts.${id}`)}</dt>
      <dd>
        <Keys labels={keyLabels(id, platform, t)} />
      </dd>
    </div>
  );
}
