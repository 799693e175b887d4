import { TriangleAlert } from 'lucide-react';
import { useId } from 'react';
import type { AccountView } from '#shared/contracts/account.ts';
import { Icon } from '../../components/icon.tsx';
import { useT } from '../../i18n/context.tsx';
import { type AccountDraft, type DraftField, type FieldProblems, keepsSecret } from './account-draft.ts';
import { AccountField } from './account-field.tsx';
import styles from './account-settings.module.css';

export interface AccountFieldsProps {
  readonly draft: AccountDraft;
  readonly view: AccountView;
  readonly problems: FieldProblems;
  readonly onEdit: (change: Partial<AccountDraft>) => void;
}

/** What the chosen mode needs. A stored secret is never shown: there is no way to get it here. */
export function AccountFields({ draft, view, problems, onEdit }: AccountFieldsProps) {
  const t = useT();
  const noteId = useId();
  const note = view.secretsAvailable ? null : (
    <p id={noteId} className={styles.keyring}>
      <Icon of={TriangleAlert} size={16} />
      {t('account.noKeyringHint')}
    </p>
  );
  const field = (name: DraftField) => ({
    value: draft[name],
    problem: problems[name],
    onChange: (value: string) => onEdit({ [name]: value }),
  });
  const example = (text: string): string => t('account.example', { example: text });
  const secret = {
    secret: true,
    describedBy: view.secretsAvailable ? undefined : noteId,
    placeholder: keepsSecret(draft, view) ? t('account.stored') : undefined,
  };
  switch (draft.mode) {
    case 'sandbox':
      return null;
    case 'gateway':
      return (
        <>
          {note}
          <AccountField
            {...field('url')}
            label={t('account.url')}
            hint={example('wss://gateway.example/agent')}
            required
          />
          <AccountField {...field('token')} {...secret} label={t('account.token')} required />
        </>
      );
    case 'pbx':
      return (
        <>
          {note}
          <AccountField
            {...field('server')}
            label={t('account.server')}
            hint={example('wss://pbx.example:8443')}
            required
          />
          <AccountField {...field('uri')} label={t('account.uri')} hint={example('sip:anna@example.com')} required />
          <AccountField {...field('username')} label={t('account.username')} hint={t('account.usernameHint')} />
          <AccountField {...field('password')} {...secret} label={t('account.password')} />
          <AccountField
            {...field('displayName')}
            label={t('account.displayName')}
            hint={t('account.displayNameHint')}
            {...(view.managedDisplayName === null ? {} : { value: view.managedDisplayName, managed: true })}
          />
        </>
      );
  }
}
