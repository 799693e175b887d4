import type { Presence } from '#shared/contracts/records.ts';

interface State {
  readonly presence: Presence;
  /** false: after-call work, no microphone… */
  readonly ringing: boolean;
}

/** A phone that signs in without the desktop says nothing about its agent: it is there, so it rings. */
const unknown: State = { presence: 'available', ringing: true };

/** What agents last said about themselves; it outlives their connection, which drops more often than they change their mind. */
export class PresenceBoard {
  private readonly states = new Map<string, State>();
  private readonly onTakesCalls: (agentId: string) => void;

  /** @param onTakesCalls told when an agent who took no calls takes them again. */
  constructor(onTakesCalls: (agentId: string) => void) {
    this.onTakesCalls = onTakesCalls;
  }

  set(agentId: string, presence: Presence, ringing: boolean): void {
    const before = this.takesCalls(agentId);
    this.states.set(agentId, { presence, ringing });
    if (!before && this.takesCalls(agentId)) this.onTakesCalls(agentId);
  }

  takesCalls(agentId: string): boolean {
    const { presence, ringing } = this.states.get(agentId) ?? unknown;
    return presence !== 'away' && ringing;
  }
}
