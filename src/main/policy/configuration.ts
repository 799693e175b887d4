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
  /** A name of null: nobody gave one. Then the gateway's word counts, or one that fits anybody; never the computer's user, who may be "admin". */
  readonly agent: { readonly name: string | null; readonly role: 'agent' | 'supervisor' };
  /** Whoever is logged in to the computer; for the audit trail only. */
  readonly computerUser: string;
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
  readonly notes: {
    /** null: for ever */
    readonly keepDays: number | null;
    /** null: as much as there is */
    readonly keepBytes: number | null;
    /** Who writes down what is said in them. */
    readonly transcripts: 'off' | 'provider' | 'local';
    /** Folder of the local engine's model; null: none is there. */
    readonly transcriptModel: string | null;
  };
}

const bytesInMegabyte = 1024 * 1024;

/**
 * A policy with the defaults filled in.
 * @param computerUser whoever is logged in to the computer
 * @param account what the agent has set, without its secret; counts only where the policy sets no `workspace.mode`
 */
export function configurationOf(
  policy: Policy,
  computerUser: string,
  account: AccountFields = { mode: 'sandbox' },
): Configuration {
  const { sip = {}, recording = {}, notes = {}, agent = {} } = policy;
  const workspace = policy.workspace?.mode === undefined ? workspaceOfAccount(account) : workspaceOf(policy);
  const displayName = sip.displayName ?? displayNameOf(policy, account);
  return {
    workspace,
    agent: {
      name: agent.name ?? (workspace.mode === 'pbx' ? (displayName ?? userPart(workspace.uri)) : null),
      role: agent.role ?? 'agent',
    },
    computerUser,
    displayName,
    iceServers: sip.iceServers ?? [],
    recording: {
      allowed: recording.enabled ?? true,
      automatic: (recording.enabled ?? true) && (recording.automatic ?? false),
      directory: recording.directory ?? null,
    },
    notes: {
      keepDays: notes.keepDays ?? null,
      keepBytes: notes.keepMegabytes === undefined ? null : notes.keepMegabytes * bytesInMegabyte,
      transcripts: notes.transcripts ?? 'provider',
      transcriptModel: notes.transcriptModel ?? null,
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

/** `sips:anna@pbx.example` → `anna` (RFC 3261 §19.1.1) */
const userPart = (uri: string): string => uri.replace(/^sips?:/i, '').replace(/[@:;].*$/s, '');
