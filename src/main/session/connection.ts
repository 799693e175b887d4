import type { SessionSnapshot } from '#shared/contracts/session.ts';

export type ConnectionState = SessionSnapshot['connection']['state'];

export interface ConnectionPart {
  readonly state: ConnectionState;
  /** Short English cause; null when connected. */
  readonly reason: string | null;
}

export type ConnectionParts = ReadonlyMap<'sip' | 'gateway' | 'account', ConnectionPart>;

const order: readonly ConnectionState[] = ['offline', 'connecting', 'connected'];

/** The agent can be reached only when every part is connected: the worst of them is what is shown, with its cause. */
export function combineConnections(parts: ConnectionParts): Omit<SessionSnapshot['connection'], 'since'> {
  const worst = [...parts.values()].reduce((a, b) => (order.indexOf(b.state) < order.indexOf(a.state) ? b : a), {
    state: 'connected',
    reason: null,
  } satisfies ConnectionPart as ConnectionPart);
  return { ...worst, gateway: parts.get('gateway')?.state === 'connected' };
}
