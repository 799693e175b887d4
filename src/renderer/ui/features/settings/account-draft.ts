import type { AccountChange, AccountView } from '#shared/contracts/account.ts';
import { sipAddress, webSocketAddress } from '#shared/domain/addresses.ts';

export type AccountMode = AccountChange['mode'];

/** The form as it stands; fields of the modes that are not chosen are kept in case the agent comes back to them. */
export interface AccountDraft {
  readonly mode: AccountMode;
  readonly url: string;
  readonly token: string;
  readonly server: string;
  readonly uri: string;
  readonly username: string;
  readonly password: string;
  readonly displayName: string;
}

export type DraftField = Exclude<keyof AccountDraft, 'mode'>;

/** Keys of `account.problem` in the texts. */
export type FieldProblem = 'address' | 'sip' | 'token' | 'secretAgain' | 'wrong';
export type FieldProblems = { readonly [Field in DraftField]?: FieldProblem };

const empty = { url: '', token: '', server: '', uri: '', username: '', password: '', displayName: '' };

/** What is stored; secrets are never among it. */
export function draftOf({ account }: AccountView): AccountDraft {
  switch (account.mode) {
    case 'sandbox':
      return { ...empty, mode: account.mode };
    case 'gateway':
      return { ...empty, mode: account.mode, url: account.url };
    case 'pbx': {
      const { mode, server, uri, username = '', displayName = '' } = account;
      return { ...empty, mode, server, uri, username, displayName };
    }
  }
}

/** The stored secret fits what the form says now, so its field may stay empty. */
export function keepsSecret(draft: AccountDraft, { account, hasSecret }: AccountView): boolean {
  if (!hasSecret || draft.mode !== account.mode) return false;
  return account.mode === 'gateway'
    ? draft.url.trim() === account.url
    : account.mode === 'pbx' && draft.server.trim() === account.server;
}

/** What can be seen without asking main. Empty: it can be sent. */
export function problemsOf(draft: AccountDraft, view: AccountView): FieldProblems {
  const change = changeOf(draft, view);
  const kept = keepsSecret(draft, view);
  const storedElsewhere = view.hasSecret && view.account.mode === draft.mode && !kept;
  switch (change.mode) {
    case 'sandbox':
      return {};
    case 'gateway':
      return {
        ...(webSocketAddress.test(change.url) ? {} : { url: 'address' }),
        ...(change.token !== undefined || kept ? {} : { token: storedElsewhere ? 'secretAgain' : 'token' }),
      };
    case 'pbx':
      return {
        ...(webSocketAddress.test(change.server) ? {} : { server: 'address' }),
        ...(sipAddress.test(change.uri) ? {} : { uri: 'sip' }),
        ...(change.password === undefined && storedElsewhere ? { password: 'secretAgain' } : {}),
      };
  }
}

/** Fields that are empty are left out: no secret means the stored one. */
export function changeOf(draft: AccountDraft, { managedDisplayName }: AccountView): AccountChange {
  const said = (field: DraftField): string | undefined => draft[field].trim() || undefined;
  switch (draft.mode) {
    case 'sandbox':
      return { mode: draft.mode };
    case 'gateway':
      return { mode: draft.mode, url: draft.url.trim(), token: said('token') };
    case 'pbx':
      return {
        mode: draft.mode,
        server: draft.server.trim(),
        uri: withScheme(draft.uri.trim()),
        username: said('username'),
        displayName: managedDisplayName === null ? said('displayName') : undefined,
        // A password may begin or end with a space.
        password: draft.password === '' ? undefined : draft.password,
      };
  }
}

const withScheme = (address: string): string =>
  address.includes('@') && !/^sips?:/i.test(address) ? `sip:${address}` : address;

/** What main refused, beside the field that its detail names; null: it names none. */
export function problemFrom(detail: string | undefined): FieldProblems | null {
  const field = /^([a-z]+):/i.exec(detail ?? '')?.[1];
  if (field === undefined || !Object.hasOwn(empty, field)) return null;
  return { [field]: problemOf[field as DraftField] };
}

const problemOf: Readonly<Record<DraftField, FieldProblem>> = {
  url: 'address',
  server: 'address',
  uri: 'sip',
  token: 'secretAgain',
  password: 'secretAgain',
  username: 'wrong',
  displayName: 'wrong',
};
