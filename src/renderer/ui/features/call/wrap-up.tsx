import { NotebookPen } from 'lucide-react';
import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { formatDuration } from '../../format/durations.ts';
import { useActions, useSession } from '../../hooks/use-model.ts';
import { useNow } from '../../hooks/use-now.ts';
import { useT } from '../../i18n/context.tsx';
import styles from './wrap-up.module.css';

/** Time for notes after a call; no call rings until it is over. */
export function WrapUp() {
  const until = useSession((session) => session.wrapUpUntil);
  return until === null ? null : <Countdown until={until} />;
}

function Countdown({ until }: { readonly until: number }) {
  const t = useT();
  const { finishWrapUp } = useActions();
  const now = useNow(1000, until);
  // Rounded up: the last second shows 0:01, not 0:00.
  const time = formatDuration(Math.ceil((until - now) / 1000) * 1000);
  return (
    <section aria-label={t('wrapUp.label')} className={styles.wrapUp}>
      <Icon of={NotebookPen} />
      <div className={styles.text}>
        <p className={styles.title}>{t('wrapUp.label')}</p>
        <p className={styles.left}>{t('wrapUp.left', { time })}</p>
      </div>
      <Button name={t('wrapUp.finish')} small shortcut="finish" tip={t('wrapUp.finish')} onClick={finishWrapUp} />
    </section>
  );
}
