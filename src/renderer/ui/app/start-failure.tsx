import { RotateCw } from 'lucide-react';
import type { Failure } from '#shared/result.ts';
import type { Language } from '../i18n/context.tsx';
import styles from './start-failure.module.css';

/** Without a snapshot there is nothing to show; a new attempt is the one thing to do. */
export function StartFailure({ failure, language: { t } }: { readonly failure: Failure; readonly language: Language }) {
  return (
    <main className={styles.failure}>
      <h1 className={styles.title}>{t('state.startFailed')}</h1>
      <p title={failure.detail}>{t(`error.${failure.code}`)}</p>
      <button type="button" className={styles.button} onClick={() => window.location.reload()}>
        <RotateCw aria-hidden="true" size={16} strokeWidth={1.5} />
        {t('state.reload')}
      </button>
    </main>
  );
}
