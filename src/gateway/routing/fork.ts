/** What an agent's phone says about a ringing call. */
export type LegState = 'ringing' | 'declined' | 'failed' | 'cancelled' | 'won';

interface Leg {
  readonly agentId: string;
  state: LegState;
}

/**
 * Who is rung for one incoming call, and what follows from each answer: the first to answer gets it; who declines is silent, the others
 * ring on. Holds no sockets and sends nothing.
 */
export class Fork {
  private readonly legs = new Map<string, Leg>();
  private readonly rung = new Map<string, Leg[]>();
  private readonly decliners = new Set<string>();
  private closed = false;

  /** Whether this phone is to be rung now; then it counts as ringing. A phone is rung once, an agent who declined no more. */
  ring(legId: string, agentId: string): boolean {
    if (this.closed || this.legs.has(legId) || this.decliners.has(agentId)) return false;
    const leg: Leg = { agentId, state: 'ringing' };
    this.legs.set(legId, leg);
    this.rung.set(agentId, [...(this.rung.get(agentId) ?? []), leg]);
    return true;
  }

  /** @returns the legs to cancel; null: too late, another phone won or the call is over. */
  answered(legId: string): readonly string[] | null {
    const leg = this.legs.get(legId);
    if (this.closed || leg?.state !== 'ringing') return null;
    leg.state = 'won';
    return this.close();
  }

  /** @returns the agent's other legs, to be cancelled. */
  declined(legId: string): readonly string[] {
    const leg = this.legs.get(legId);
    if (leg?.state !== 'ringing') return [];
    leg.state = 'declined';
    this.decliners.add(leg.agentId);
    return this.cancel(([, other]) => other.agentId === leg.agentId);
  }

  /** The phone could not be rung, or its socket closed: the agent has said nothing, another phone of the same agent may ring. */
  failed(legId: string): void {
    const leg = this.legs.get(legId);
    if (leg?.state === 'ringing') leg.state = 'failed';
  }

  /** Nobody more is rung. @returns the legs to cancel. */
  close(): readonly string[] {
    this.closed = true;
    return this.cancel(() => true);
  }

  private cancel(matches: (entry: readonly [string, Leg]) => boolean): readonly string[] {
    const cancelled = [...this.legs].filter((entry) => entry[1].state === 'ringing' && matches(entry));
    for (const [, leg] of cancelled) leg.state = 'cancelled';
    return cancelled.map(([legId]) => legId);
  }

  /** Every agent who was rung has declined; false while nobody was rung. */
  get allDeclined(): boolean {
    return this.rung.size > 0 && this.decliners.size === this.rung.size;
  }

  get rangSomebody(): boolean {
    return this.rung.size > 0;
  }

  /** Whether a phone of the agent rings now. */
  ringsAt(agentId: string): boolean {
    return this.rung.get(agentId)?.some(({ state }) => state === 'ringing') ?? false;
  }

  hasRung(agentId: string): boolean {
    return this.rung.has(agentId);
  }

  hasDeclined(agentId: string): boolean {
    return this.decliners.has(agentId);
  }
}
