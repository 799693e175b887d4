import type { AccountFields } from '#shared/contracts/account.ts';
import type { IceServer, Policy } from '#shared/contracts/policy.ts';

/** Where calls and conversations come from; complete, or it would not have passed {@link parsePolicy}. */
export type WorkspaceConfiguration =
  | { readonly mode: 'sandbox' }
  | {
      readonly mode: 'gateway';
      readonly url: string;
      /** null: the keyring has not given it yet */
      readonly token: string | null;
    }
  | {
      readonly mode: 'pbx';
      readonly server: string;
      readonly uri: string;
      /** null: the user part of the address */
      readonly username: string | null;
      readonly password: string | null;
    };

/** Everything the app is configured with that is no agent's setting. */
export interface Configuration {
  readonly workspace: WorkspaceConfiguration;
  readonly agent: { readonly name: string; readonly role: 'agent' | 'supervisor' };
  /** null: the agent's name */
  readonly displayName: string | null;
  readonly iceServers: readonly IceServer[];
  readonly recording: {
    readonly allowed: boolean;
    /** Starts with each call. */
    readonly automatic: boolean;
    /** null: inside the app's own folder */
    readonly directory: string | null;
  };
}

/**
 * A policy with the defaults filled in.
 * @param userName whoever is logged in to the computer, for the name of the agent
 * @param account what the agent has set, without its secret; counts only where the policy sets no `workspace.mode`
 */
export function configurationOf(
  policy: Policy,
  userName: string,
  account: AccountFields = { mode: 'sandbox' },
): Configuration {
  const { sip = {}, recording = {}, agent = {} } = policy;
  return {
    workspace: policy.workspace?.mode === undefined ? workspaceOfAccount(account) : workspaceOf(policy),
    agent: { name: agent.name ?? (userName.trim() || 'Agent'), role: agent.role ?? 'agent' },
    displayName: sip.displayName ?? displayNameOf(policy, account),
    iceServers: sip.iceServers ?? [],
    recording: {
      allowed: recording.enabled ?? true,
      automatic: (recording.enabled ?? true) && (recording.automatic ?? false),
      directory: recording.directory ?? null,
    },
  };
}

function workspaceOf({ workspace = {}, sip = {} }: Policy): WorkspaceConfiguration {
  const { mode, url, token } = workspace;
  if (mode === 'gateway' && url !== undefined && token !== undefined) return { mode, url, token };
  if (mode === 'pbx' && sip.server !== undefined && sip.uri !== undefined) {
    const { server, uri, username = null, password = null } = sip;
    return { mode, server, uri, username, password };
  }
  return { mode: 'sandbox' };
}

function workspaceOfAccount(account: AccountFields): WorkspaceConfiguration {
  switch (account.mode) {
    case 'sandbox':
      return { mode: account.mode };
    case 'gateway':
      return { mode: account.mode, url: account.url, token: null };
    case 'pbx': {
      const { mode, server, uri, username = null } = account;
      return { mode, server, uri, username, password: null };
    }
  }
}

function displayNameOf(policy: Policy, account: AccountFields): string | null {
  if (policy.workspace?.mode !== undefined || account.mode !== 'pbx') return null;
  return account.displayName ?? null;
}
