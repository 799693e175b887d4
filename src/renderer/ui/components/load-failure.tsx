import { RotateCw } from 'lucide-react';
import type { Failure } from '#shared/result.ts';
import { useT } from '../i18n/context.tsx';
import { Button } from './button.tsx';
import styles from './load-failure.module.css';

export interface LoadFailureProps {
  readonly failure: Failure;
  readonly onRetry: () => void;
}

/** In the place of what could not be loaded. */
export function LoadFailure({ failure, onRetry }: LoadFailureProps) {
  const t = useT();
  return (
    <div className={styles.failure}>
      <p>
        {t('state.loadFailed')} {t(`error.${failure.code}`)}
      </p>
      <Button name={t('state.retry')} icon={RotateCw} small onClick={onRetry} />
    </div>
  );
}
