import { RotateCw } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { AccountView } from '#shared/contracts/account.ts';
import type { Failure } from '#shared/result.ts';
import { Button } from '../../components/button.tsx';
import { useModel } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import {
  type AccountDraft,
  changeOf,
  draftOf,
  type FieldProblems,
  keepsSecret,
  problemFrom,
  problemsOf,
} from './account-draft.ts';
import { AccountFields } from './account-fields.tsx';
import { AccountModes } from './account-modes.tsx';
import styles from './account-settings.module.css';
import rows from './setting-row.module.css';

/** Nothing counts before it is saved; saving starts the app anew with it. */
export function AccountForm({ view }: { readonly view: AccountView }) {
  const t = useT();
  const { client } = useModel();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState<AccountDraft>(() => draftOf(view));
  const [problems, setProblems] = useState<FieldProblems>({});
  const [failure, setFailure] = useState<Failure['code'] | null>(null);
  const [stage, setStage] = useState<'editing' | 'saving' | 'restarting'>('editing');
  const isEditing = stage === 'editing';
  // A gateway wants a token, and there is no place to keep one.
  const isImpossible = draft.mode === 'gateway' && !view.secretsAvailable && !keepsSecret(draft, view);

  const edit = (change: Partial<AccountDraft>): void => {
    if (!isEditing) return;
    setDraft({ ...draft, ...change });
    setFailure(null);
    const left = Object.entries(problems).filter(([field]) => !Object.hasOwn(change, field));
    setProblems(change.mode === undefined ? Object.fromEntries(left) : {});
  };

  /** Whoever does not see the red line is led to it. */
  const show = (found: FieldProblems): void => {
    flushSync(() => setProblems(found));
    form.current?.querySelector<HTMLInputElement>('[aria-invalid="true"]')?.focus();
  };

  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!isEditing || isImpossible) return;
    const found = problemsOf(draft, view);
    setFailure(null);
    show(found);
    if (Object.keys(found).length > 0) return;
    setStage('saving');
    const saved = await client.ask('account.set', changeOf(draft, view));
    if (saved.ok) {
      setStage('restarting');
      return;
    }
    setStage('editing');
    const refused = saved.error.code === 'invalid' ? problemFrom(saved.error.detail) : null;
    if (refused === null) setFailure(saved.error.code);
    else show(refused);
  };

  return (
    <form ref={form} noValidate autoComplete="off" onSubmit={(event) => void save(event)}>
      <AccountModes chosen={draft.mode} onChoose={(mode) => edit({ mode })} />
      <AccountFields draft={draft} view={view} problems={problems} onEdit={edit} />
      <div className={rows.row}>
        <div className={rows.text}>
          <div role="alert" className={styles.failure}>
            {failure === null ? null : <p>{t(failureKeys(failure))}</p>}
          </div>
          <p role="status" className={rows.hint}>
            {isImpossible
              ? t('account.keyringFirst')
              : isEditing
                ? t('account.saveHint')
                : stage === 'saving'
                  ? t('account.saving')
                  : t('account.restarting')}
          </p>
        </div>
        <Button
          name={t('account.save')}
          icon={RotateCw}
          tone="accent"
          submit
          aria-disabled={!isEditing || isImpossible}
        />
      </div>
    </form>
  );
}

/** Words of this form where the general ones would not say what to do. */
function failureKeys(code: Failure['code']) {
  if (code === 'no-keyring') return 'account.noKeyring' as const;
  return code === 'busy' ? ('account.busy' as const) : (`error.${code}` as const);
}
