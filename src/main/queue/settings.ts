/** What the queue is told about the workspace and the desktop; may change at any time by a `settings` system event. */
export interface QueueSettings {
  /**
   * `gateway`: the gateway writes the contact's record too, so the desktop adds only facts that it saw itself.
   * `pbx`: nobody else writes it.
   */
  readonly mode: 'gateway' | 'pbx';
  /** Stands in contact events. */
  readonly agentName: string;
  readonly recording: RecordingPolicy;
  /** After-call work during which nothing rings; 0: none. */
  readonly wrapUpMs: number;
}

export interface RecordingPolicy {
  /** Workspace and policy allow it. */
  readonly allowed: boolean;
  /** Starts by itself as soon as a call is answered. */
  readonly automatic: boolean;
}

/** Limits after which a call that got stuck goes on by itself. Milliseconds. */
export interface QueueTimings {
  /** A call that rings longer than any provider lets it ring was given up while nobody could tell us (sleep, lost CANCEL). */
  readonly ringMs: number;
  /** A ringing call whose connection is gone keeps ringing so long: a network change is over before that. */
  readonly graceMs: number;
  /** The same where the phone window ended the session because nobody offered it again: it has waited already. */
  readonly reofferMs: number;
  /** From the agent's Answer to the SIP answer: microphone, ICE gathering, 200 OK. */
  readonly answerMs: number;
  /** From our INVITE to the first ringing. RFC 3261 timer B is 32 s. */
  readonly dialMs: number;
  /** How long the contact's phone may ring. */
  readonly ringOutMs: number;
  /** From End to the end as the phone window reports it. */
  readonly endMs: number;
}

export const defaultTimings: QueueTimings = {
  ringMs: 180_000,
  graceMs: 30_000,
  reofferMs: 5_000,
  answerMs: 15_000,
  dialMs: 35_000,
  ringOutMs: 90_000,
  endMs: 5_000,
};
