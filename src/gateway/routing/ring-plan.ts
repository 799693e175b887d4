import type { ChannelSettings } from '#shared/contracts/calling.ts';
import { Fork } from './fork.ts';

type Ringing = ChannelSettings['ringing'];

/** Why nobody is left who could take the call. */
export type NobodyLeft = 'declined' | 'no-answer' | 'unavailable';

/**
 * Whom an incoming call rings now, step by step; who gets it is the fork's affair. Holds no sockets and no clock.
 *
 *     everyone:        everyone
 *     assignee-first:  assignee ──time over, or cannot take it──▶ everyone
 *     assignee-only:   assignee ──cannot take it──▶ nobody
 *
 * The assignee cannot take it when away, on another call, not connected, or having declined. A phone that falls silent while it rings
 * ends the assignee's turn where others are waiting for it; where nobody else may be rung, it may come back.
 */
export class RingPlan {
  private readonly fork = new Fork();
  private readonly ringing: Ringing;
  private readonly assignee: string | null;
  private step: 'assignee' | 'everyone' | 'nobody';

  /**
   * @param assignee whose conversation it is; null: nobody's
   * @param assigneeTalks on another call, so that ringing would be for nothing
   */
  constructor(ringing: Ringing, assignee: string | null, assigneeTalks: boolean) {
    this.ringing = ringing;
    this.assignee = assignee;
    this.step = ringing.mode === 'everyone' || assignee === null ? 'everyone' : 'assignee';
    if (assigneeTalks && this.step === 'assignee') this.advance();
  }

  /** After so long {@link advance} is due, if the step still is the same; null: the step has no end of its own. */
  get stepMs(): number | null {
    return this.step === 'assignee' && this.ringing.mode === 'assignee-first' ? this.ringing.assigneeMs : null;
  }

  /** Everybody whom the step allows has been offered: whether the next step begins at once. */
  get isSpent(): boolean {
    const { fork, assignee } = this;
    if (this.step !== 'assignee' || assignee === null || fork.ringsAt(assignee)) return false;
    return this.ringing.mode === 'assignee-first' || !fork.hasRung(assignee) || fork.hasDeclined(assignee);
  }

  /** Goes on to the next step. Whom that one allows is then to be offered by {@link ring}. */
  advance(): void {
    if (this.step === 'assignee') this.step = this.ringing.mode === 'assignee-first' ? 'everyone' : 'nobody';
  }

  /** null: somebody may still take the call. */
  get nobodyLeft(): NobodyLeft | null {
    if (this.step !== 'assignee' && this.fork.allDeclined) return 'declined';
    return this.step === 'nobody' ? this.unheard : null;
  }

  /** Why nobody took it until now. */
  get unheard(): NobodyLeft {
    return this.fork.rangSomebody ? 'no-answer' : 'unavailable';
  }

  /** Whether this phone is to be rung now; then it counts as ringing. */
  ring(legId: string, agentId: string): boolean {
    const allowed = this.step === 'everyone' || (this.step === 'assignee' && agentId === this.assignee);
    return allowed && this.fork.ring(legId, agentId);
  }

  ringsAt(agentId: string): boolean {
    return this.fork.ringsAt(agentId);
  }

  /** See {@link Fork.answered}. */
  answered(legId: string): readonly string[] | null {
    return this.fork.answered(legId);
  }

  declined(legId: string): readonly string[] {
    return this.fork.declined(legId);
  }

  failed(legId: string): void {
    this.fork.failed(legId);
  }

  close(): readonly string[] {
    return this.fork.close();
  }
}
