import type { Clock, Timer } from '../platform/clock.ts';

/** An agent of a rehearsal: rings and answers like the others, but has neither phone nor sound. */
export interface Colleague {
  readonly id: string;
  readonly name: string;
  /** What the colleague does with a call that rings. */
  readonly answers:
    | { readonly do: 'answer'; readonly afterMs: number }
    | { readonly do: 'ignore' }
    | { readonly do: 'decline' };
  /** Hangs up so long after the answer. */
  readonly talksForMs: number;
}

export interface ColleagueLegEvents {
  /** @returns whether the colleague gets the call. */
  answered(leg: ColleagueLeg): boolean;
  declined(leg: ColleagueLeg): void;
  /** The colleague hung up. Not called after `hangUp`. */
  ended(): void;
}

/** Somebody who declines looks at who calls first. */
const declineAfterMs = 1_000;

/** A colleague for whom a call rings, and who talks then: what a phone and its dialog are for an agent. */
export class ColleagueLeg {
  readonly id: string;
  readonly agentId: string;
  private readonly colleague: Colleague;
  private readonly clock: Clock;
  private readonly events: ColleagueLegEvents;
  private timer: Timer;

  constructor(id: string, colleague: Colleague, clock: Clock, events: ColleagueLegEvents) {
    this.id = id;
    this.agentId = colleague.id;
    this.colleague = colleague;
    this.clock = clock;
    this.events = events;
  }

  start(): void {
    const { answers } = this.colleague;
    if (answers.do === 'answer') this.timer = this.clock.setTimeout(() => this.answer(), answers.afterMs);
    else if (answers.do === 'decline')
      this.timer = this.clock.setTimeout(() => this.events.declined(this), declineAfterMs);
  }

  private answer(): void {
    if (!this.events.answered(this)) return;
    this.timer = this.clock.setTimeout(() => this.events.ended(), this.colleague.talksForMs);
  }

  cancel(): void {
    this.clock.clearTimeout(this.timer);
  }

  hangUp(): void {
    this.cancel();
  }
}
