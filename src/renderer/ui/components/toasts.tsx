import { Check, CircleAlert, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useModel } from '../hooks/use-model.ts';
import { useLanguage } from '../i18n/context.tsx';
import { useStore } from '../state/store.ts';
import type { Toast } from '../state/toasts.ts';
import { failureText } from './failure-text.ts';
import { Icon } from './icon.tsx';
import styles from './toasts.module.css';

const shownMs = 8000;

/** What could not be done just now, with what to do. Goes by itself, but not while somebody is reading it. */
export function Toasts() {
  const { toasts } = useModel();
  const shown = useStore(toasts, (list) => list);
  return (
    <div aria-live="polite" className={styles.toasts}>
      {shown.map((toast) => (
        <Item key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function Item({ toast }: { readonly toast: Toast }) {
  const language = useLanguage();
  const { t } = language;
  const { toasts } = useModel();
  const [reading, setReading] = useState(false);
  useEffect(() => {
    if (reading) return;
    const timer = setTimeout(() => toasts.dismiss(toast.id), shownMs);
    return () => clearTimeout(timer);
  }, [reading, toasts, toast.id]);
  return (
    // Announced by the region around it, which is there before its text.
    <output
      aria-live="off"
      className={styles.toast}
      onPointerEnter={() => setReading(true)}
      onPointerLeave={() => setReading(false)}
      onFocus={() => setReading(true)}
      onBlur={() => setReading(false)}
    >
      {toast.failure === null ? (
        <>
          <Icon of={Check} />
          <span className={styles.text}>{toast.text}</span>
          <button
            type="button"
            className={styles.undo}
            onClick={() => {
              toast.undo();
              toasts.dismiss(toast.id);
            }}
          >
            {t('followUps.undo')}
          </button>
        </>
      ) : (
        <>
          <Icon of={CircleAlert} />
          <span className={styles.text} data-tip={toast.failure.detail}>
            {failureText(toast.failure, language, Date.now(), toast.asked)}
          </span>
        </>
      )}
      <button
        type="button"
        className={styles.dismiss}
        aria-label={t('state.dismiss')}
        onClick={() => toasts.dismiss(toast.id)}
      >
        <Icon of={X} size={16} />
      </button>
    </output>
  );
}
