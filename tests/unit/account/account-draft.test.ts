import { describe, expect, it } from 'vitest';
import type { AccountView } from '#shared/contracts/account.ts';
import {
  type AccountDraft,
  changeOf,
  draftOf,
  keepsSecret,
  problemFrom,
  problemsOf,
} from '../../../src/renderer/ui/features/settings/account-draft.ts';

const view = (change: Partial<AccountView> = {}): AccountView => ({
  account: { mode: 'sandbox' },
  hasSecret: false,
  managed: false,
  managedDisplayName: null,
  secretsAvailable: true,
  ...change,
});
const storedPbx = view({
  account: { mode: 'pbx', server: 'wss://pbx.example', uri: 'sip:a@b', username: 'a' },
  hasSecret: true,
});
const storedGateway = view({ account: { mode: 'gateway', url: 'wss://g.example' }, hasSecret: true });
const draft = (from: AccountView, change: Partial<AccountDraft> = {}): AccountDraft => ({
  ...draftOf(from),
  ...change,
});

describe('the form of the account', () => {
  it('starts from what is stored and sends it back unchanged, without a secret', () => {
    for (const stored of [view(), storedPbx, storedGateway]) {
      expect(problemsOf(draft(stored), stored)).toEqual({});
      expect(changeOf(draft(stored), stored)).toEqual(stored.account);
    }
  });

  it.each([
    ['an empty gateway', draft(view(), { mode: 'gateway' }), view(), { url: 'address', token: 'token' }],
    ['an empty PBX', draft(view(), { mode: 'pbx' }), view(), { server: 'address', uri: 'sip' }],
    ['http', draft(storedPbx, { server: 'http://pbx.example', password: 'x' }), storedPbx, { server: 'address' }],
    ['another server', draft(storedPbx, { server: 'wss://other' }), storedPbx, { password: 'secretAgain' }],
    ['another gateway', draft(storedGateway, { url: 'wss://other' }), storedGateway, { token: 'secretAgain' }],
    ['another server with a password', draft(storedPbx, { server: 'wss://other', password: 'x' }), storedPbx, {}],
    ['another mode', draft(storedPbx, { mode: 'gateway', url: 'wss://g' }), storedPbx, { token: 'token' }],
  ] as const)('sees what is wrong with %s', (_what, given, stored, problems) => {
    expect(problemsOf(given, stored)).toEqual(problems);
  });

  it('offers the stored secret only for the server it was entered for', () => {
    expect(keepsSecret(draft(storedPbx), storedPbx)).toBe(true);
    expect(keepsSecret(draft(storedPbx, { server: 'wss://other' }), storedPbx)).toBe(false);
    expect(keepsSecret(draft(storedPbx, { mode: 'gateway' }), storedPbx)).toBe(false);
    expect(keepsSecret(draft(storedPbx), { ...storedPbx, hasSecret: false })).toBe(false);
  });

  it('trims addresses, completes the scheme and leaves a password as it is', () => {
    const given = draft(view(), { mode: 'pbx', server: ' wss://pbx ', uri: 'anna@b', username: ' ', password: ' x ' });
    expect(changeOf(given, view())).toEqual({ mode: 'pbx', server: 'wss://pbx', uri: 'sip:anna@b', password: ' x ' });
  });

  it('does not send a name that the organisation sets', () => {
    const managed = { ...storedPbx, managedDisplayName: 'Officina' };
    expect(changeOf(draft(managed, { displayName: 'Anna' }), managed)).toEqual(storedPbx.account);
  });

  it('puts a refusal beside its field', () => {
    expect(problemFrom('password: is no longer in the keyring')).toEqual({ password: 'secretAgain' });
    expect(problemFrom('server: must be a wss:// address')).toEqual({ server: 'address' });
    for (const other of [undefined, 'mode: x', 'constructor: x', 'the argument is odd'])
      expect(problemFrom(other)).toBeNull();
  });
});
