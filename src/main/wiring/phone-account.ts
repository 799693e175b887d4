import type { PhoneAccount } from '#shared/contracts/phone.ts';
import type { SessionSnapshot } from '#shared/contracts/session.ts';
import type { Start } from '../start/read-start.ts';

export interface PhoneAccountOptions {
  readonly start: Start;
  readonly session: SessionSnapshot;
  readonly instanceId: string;
  /** Where the gateway is and who the agent is there; null: not known yet, or there is none. */
  readonly reached: { readonly server: string; readonly uri: string; readonly displayName: string } | null;
}

/** What the phone window registers with; null: not all of it is known yet. */
export function phoneAccount({ start, session, instanceId, reached }: PhoneAccountOptions): PhoneAccount | null {
  if (start.awaitedSecret !== null) return null;
  const { workspace, displayName: ownName, iceServers } = start.configuration;
  const common = { instanceId, iceServers };
  if (workspace.mode === 'pbx') {
    const { server, uri, username, password } = workspace;
    const displayName = ownName ?? session.agent.name;
    return { mode: 'pbx', server, uri, displayName, username, password, video: false, ...common };
  }
  if (reached === null) return null;
  return { mode: 'gateway', ...reached, username: null, password: null, video: session.workspace.video, ...common };
}
