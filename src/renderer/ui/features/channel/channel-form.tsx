import { useMachine } from '@xstate/react';
import { type FormEvent, useEffect, useMemo, useRef } from 'react';
import type { ChannelSettings } from '#shared/contracts/calling.ts';
import type { ChannelView } from '#shared/contracts/ui-replies.ts';
import type { Failure } from '#shared/result.ts';
import { Button } from '../../components/button.tsx';
import { failureText, reasonText } from '../../components/failure-text.ts';
import { Select } from '../../components/select.tsx';
import { Switch } from '../../components/switch.tsx';
import { useModel, useSession } from '../../hooks/use-model.ts';
import { useNow } from '../../hooks/use-now.ts';
import { useLanguage, useT } from '../../i18n/context.tsx';
import rows from '../settings/setting-row.module.css';
import { type ChannelDraft, faultsOf } from './channel-draft.ts';
import styles from './channel-form.module.css';
import { type ChannelEditing, createChannelMachine, formOf } from './channel-machine.ts';
import { HoursEditor } from './hours-editor.tsx';
import { LeaveGuard } from './leave-guard.tsx';
import { Ringing } from './ringing.tsx';
import { Row } from './row.tsx';

const minuteMs = 60_000;

export interface ChannelFormProps {
  readonly view: ChannelView;
  readonly settings: ChannelSettings;
  readonly readOnly: boolean;
}

const zoneHere = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Nothing counts before it is saved; until then a colleague's change shows only where nothing was edited here. */
export function ChannelForm({ view, settings, readOnly }: ChannelFormProps) {
  const t = useT();
  const { client } = useModel();
  const form = useRef<HTMLFormElement>(null);
  const machine = useMemo(
    () => createChannelMachine((wanted) => client.ask('channel.set', { settings: wanted })),
    [client],
  );
  const [editing, send] = useMachine(machine, { input: { settings, timeZone: zoneHere() } });
  const { draft, stage, isDirty, isOvertaken, failure } = formOf(editing);
  const faults = useMemo(() => faultsOf(draft), [draft]);
  useEffect(() => send({ type: 'told', settings }), [send, settings]);

  const change = (part: Partial<ChannelDraft>): void => send({ type: 'change', part });
  const discard = (): void => send({ type: 'discard' });
  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (isDirty && faults.size > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    else send({ type: 'save' });
  };

  return (
    <form ref={form} noValidate autoComplete="off" onSubmit={save}>
      <fieldset disabled={readOnly} className={styles.fields}>
        <Calling view={view} draft={draft} onChange={change} />
        <Ringing draft={draft} onChange={change} />
        <Row label={t('channel.hours')} hint={t('channel.hoursHint')}>
          {(control) => (
            <Select
              {...control}
              value={draft.limitsHours ? 'hours' : 'always'}
              onChange={(event) => change({ limitsHours: event.currentTarget.value === 'hours' })}
            >
              <option value="always">{t('channel.alwaysOpen')}</option>
              <option value="hours">{t('channel.openAtHours')}</option>
            </Select>
          )}
        </Row>
        {draft.limitsHours ? (
          <HoursEditor hours={draft.hours} faults={faults} onChange={(hours) => change({ hours })} />
        ) : null}
      </fieldset>
      {readOnly ? null : (
        <SaveBar
          isDirty={isDirty}
          stage={stage}
          failure={failure}
          note={isOvertaken ? t('channel.changedMeanwhile') : null}
          onDiscard={discard}
        />
      )}
      <LeaveGuard isActive={isDirty && stage !== 'saving'} onLeave={discard} />
    </form>
  );
}

interface CallingProps {
  readonly view: ChannelView;
  readonly draft: ChannelDraft;
  readonly onChange: (part: Partial<ChannelDraft>) => void;
}

function Calling({ view, draft, onChange }: CallingProps) {
  const language = useLanguage();
  const { t } = language;
  const now = useNow(minuteMs);
  const { enabling } = view;
  const reason = enabling.allowed ? null : reasonText(enabling, language, now);
  // Whoever may not switch it on may still switch it off.
  const isStuck = reason !== null && !draft.callingOn;
  return (
    <>
      <Row
        label={t('channel.calling')}
        hint={reason === null ? t('channel.callingHint') : t('channel.callingOff', { reason })}
      >
        {(control) => (
          <Switch
            {...control}
            checked={draft.callingOn}
            disabled={isStuck}
            onChange={(event) => onChange({ callingOn: event.currentTarget.checked })}
          />
        )}
      </Row>
      <Row label={t('channel.contactsCall')} hint={t('channel.contactsCallHint')}>
        {(control) => (
          <Switch
            {...control}
            checked={draft.contactsMayCall}
            onChange={(event) => onChange({ contactsMayCall: event.currentTarget.checked })}
          />
        )}
      </Row>
    </>
  );
}

interface SaveBarProps {
  readonly isDirty: boolean;
  readonly stage: ChannelEditing['value'];
  readonly failure: Failure | null;
  readonly note: string | null;
  readonly onDiscard: () => void;
}

function SaveBar({ isDirty, stage, failure, note, onDiscard }: SaveBarProps) {
  const language = useLanguage();
  const { t } = language;
  const now = useNow(minuteMs);
  const offline = useSession((session) => session.connection.state !== 'connected');
  const state = stage === 'saving' ? t('channel.saving') : stage === 'saved' ? t('channel.saved') : '';
  return (
    <div className={styles.bar} data-dirty={isDirty}>
      <div className={rows.text}>
        <p role="status" className={rows.hint}>
          {isDirty && stage === 'editing' ? t('channel.unsaved') : state}
        </p>
        {isDirty && offline ? <p className={rows.hint}>{t('channel.offline')}</p> : null}
        {note === null ? null : <p className={rows.hint}>{note}</p>}
        <div role="alert" className={styles.failure}>
          {failure === null ? null : (
            <p>
              {failureText(failure, language, now)}
              {failure.code === 'invalid' && failure.detail !== undefined ? ` ${failure.detail}` : ''}
            </p>
          )}
        </div>
      </div>
      <div className={styles.buttons}>
        <Button
          name={t('channel.discard')}
          tone="quiet"
          disabled={!isDirty || stage === 'saving'}
          onClick={onDiscard}
        />
        <Button name={t('channel.save')} tone="accent" submit aria-disabled={!isDirty || stage === 'saving'} />
      </div>
    </div>
  );
}
