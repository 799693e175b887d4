import { X } from 'lucide-react';
import { useEffect } from 'react';
import type { CallRow } from '#shared/contracts/records.ts';
import { Button } from '../../components/button.tsx';
import { formatDuration } from '../../format/durations.ts';
import { useModel, useSession } from '../../hooks/use-model.ts';
import { useLanguage } from '../../i18n/context.tsx';
import { activeCall } from '../../state/session.ts';
import { useStore } from '../../state/store.ts';
import { outcomeText } from '../calls/outcome-text.ts';
import { costText } from './call-price.ts';
import styles from './last-call.module.css';

/** Long enough to read it, and for the price to arrive; the calls list keeps it. */
const shownMs = 20_000;

/** Where the call stood: how it ended, how long it took and what it cost. Goes by itself. */
export function LastCall() {
  const { lastCall } = useModel();
  const call = useStore(lastCall, (row) => row);
  const busy = useSession((session) => activeCall(session) !== null);
  // The prompt of an unanswered call says it, and more.
  const prompted = useSession((session) => session.unanswered?.callId ?? null);
  const callId = call?.id ?? null;
  useEffect(() => {
    if (callId === null || busy) return;
    const timer = setTimeout(() => lastCall.set(null), shownMs);
    return () => clearTimeout(timer);
  }, [callId, busy, lastCall]);
  return call === null || busy || call.id === prompted ? null : (
    <Summary call={call} onClose={() => lastCall.set(null)} />
  );
}

function Summary({ call, onClose }: { readonly call: CallRow; readonly onClose: () => void }) {
  const language = useLanguage();
  const { t } = language;
  const { answeredAt, endedAt, cost } = call;
  const price = costText(call, language);
  const facts = [
    outcomeText(call, t),
    answeredAt === null || endedAt === null ? null : formatDuration(endedAt - answeredAt),
    price === null || cost === undefined ? price : t('call.cost', { amount: price }),
  ].filter((fact) => fact !== null);
  return (
    <section aria-label={t('call.over')} className={styles.last}>
      <div className={styles.text}>
        <p className={styles.name} data-tip-clipped="">
          {call.name}
        </p>
        <p role="status" className={styles.facts}>
          {facts.join(' · ')}
        </p>
      </div>
      <Button name={t('call.closeSummary')} icon={X} iconOnly small tone="quiet" onClick={onClose} />
    </section>
  );
}
