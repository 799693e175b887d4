import { MessageSquareShare, Phone, ShieldCheck, ShieldQuestion, TriangleAlert, Video } from 'lucide-react';
import { useId } from 'react';
import type { CallingFacts } from '#shared/contracts/ui-replies.ts';
import { permissionOf } from '#shared/domain/rules/permission-of.ts';
import { classNames } from '../../components/class-names.ts';
import { Icon } from '../../components/icon.tsx';
import { exactBalance } from '../../format/balance.ts';
import { useModel } from '../../hooks/use-model.ts';
import { useNow } from '../../hooks/use-now.ts';
import { type Language, useLanguage } from '../../i18n/context.tsx';
import { useStore } from '../../state/store.ts';
import styles from './call-choices.module.css';
import { permissionText, refusalWords, warningText } from './rule-words.ts';
import type { Judge } from './use-calling.ts';

export interface CallChoicesProps {
  readonly facts: CallingFacts;
  readonly judge: Judge;
  readonly label: string;
  /** Why no call can be placed whatever the rules say; null: one can. */
  readonly obstacle: string | null;
  /** Where the menu stands among other things instead of opening: Tab reaches its items. */
  readonly inTabOrder?: boolean;
  readonly onCall: () => void;
  /** Absent: the workspace has voice calls only. */
  readonly onVideoCall?: (() => void) | undefined;
  readonly onRequest: () => void;
}

/** A menu of what can be done to reach a contact, each with what is to be known of it: price, limits, why not, when again. */
export function CallChoices({
  facts,
  judge,
  label,
  obstacle,
  inTabOrder = false,
  onCall,
  onVideoCall,
  onRequest,
}: CallChoicesProps) {
  const language = useLanguage();
  const { t, locale } = language;
  const { numberFormat } = useModel();
  const { format } = useStore(numberFormat, (value) => value);
  const local = useNow(1000);
  const now = judge.gatewayNow(facts, local);
  const call = judge.judgeCall(facts, local);
  const request = judge.judgeRequest(facts, local);
  const { rate, number, state } = facts;
  const perMinute = rate === null ? null : exactBalance(rate.perMinute, rate.currency, locale);
  const price = perMinute === null ? t('call.priceUnknown') : t('call.perMinute', { amount: perMinute });
  const refused = obstacle === null ? (call.allowed ? [] : refusalWords(call, language, 'call', now)) : [obstacle];
  return (
    <>
      {state === null ? null : <Permission state={state} now={now} language={language} />}
      <div role="menu" aria-label={label} className={styles.menu}>
        <Choice
          icon={Phone}
          title={number === null ? t('call.place') : t('call.placeNumber', { number: format(number) })}
          aside={price}
          lines={[
            ...refused,
            ...(call.allowed && call.remaining.calls !== null
              ? [t('call.callsLeft', { count: call.remaining.calls })]
              : []),
          ]}
          warnings={
            call.allowed
              ? call.warnings
                  .filter(({ warning }) => warning !== 'rate-unknown')
                  .map((each) => warningText(each, language))
              : []
          }
          disabled={refused.length > 0}
          inTabOrder={inTabOrder}
          onChoose={onCall}
        />
        {onVideoCall === undefined ? null : (
          // The same rules, which the line above has said.
          <Choice
            icon={Video}
            title={t('call.video')}
            aside={price}
            lines={refused}
            warnings={[]}
            disabled={refused.length > 0}
            inTabOrder={inTabOrder}
            onChoose={onVideoCall}
          />
        )}
        {request === null || (!request.allowed && request.rule === 'permission-exists') ? null : (
          <Choice
            icon={MessageSquareShare}
            title={t('call.askPermission')}
            aside={
              request.allowed && request.remaining.requests !== null
                ? t('call.requestsLeft', { count: request.remaining.requests })
                : ''
            }
            lines={request.allowed ? [] : refusalWords(request, language, 'request', now)}
            warnings={[]}
            disabled={!request.allowed}
            inTabOrder={inTabOrder}
            onChoose={onRequest}
          />
        )}
      </div>
      {facts.assignee === null ? null : (
        <p className={styles.assignee}>{t('call.assignee', { name: facts.assignee.name })}</p>
      )}
    </>
  );
}

interface PermissionProps {
  readonly state: NonNullable<CallingFacts['state']>;
  readonly now: number;
  readonly language: Language;
}

function Permission({ state, now, language }: PermissionProps) {
  const view = permissionOf(state, now);
  const granted = view.status === 'permanent' || view.status === 'temporary';
  return (
    <p className={classNames(styles.permission, granted && styles.granted)} aria-live="polite">
      <Icon of={granted ? ShieldCheck : ShieldQuestion} size={16} />
      {permissionText(view, language, now)}
    </p>
  );
}

interface ChoiceProps {
  readonly icon: typeof Phone;
  readonly title: string;
  readonly aside: string;
  readonly lines: readonly string[];
  readonly warnings: readonly string[];
  readonly disabled: boolean;
  readonly inTabOrder: boolean;
  readonly onChoose: () => void;
}

/** Stays reachable where it cannot be chosen: its reason is what the agent came for. */
function Choice({ icon, title, aside, lines, warnings, disabled, inTabOrder, onChoose }: ChoiceProps) {
  const id = useId();
  return (
    <div role="none" className={styles.choice}>
      <button
        type="button"
        role="menuitem"
        tabIndex={inTabOrder ? 0 : -1}
        aria-disabled={disabled}
        aria-describedby={id}
        className={styles.item}
        onClick={() => {
          if (!disabled) onChoose();
        }}
      >
        <Icon of={icon} size={18} className={styles.icon} />
        {title}
      </button>
      <div id={id} className={styles.facts}>
        {[aside, ...lines]
          .filter((line) => line !== '')
          .map((line) => (
            <span key={line}>{line}</span>
          ))}
        {warnings.map((line) => (
          <span key={line} className={styles.warning}>
            <Icon of={TriangleAlert} size={14} />
            {line}
          </span>
        ))}
      </div>
    </div>
  );
}
