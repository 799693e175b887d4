/**
 * Names of what a scenario's steps bring about. They are the same each time a run is taken up again, so that whoever keeps
 * things by their id keeps each of them once.
 */
export interface RunIdentity {
  /** Message or contact event of a step. */
  entry(stepIndex: number): string;
  /** Note of a step. */
  note(stepIndex: number): string;
  /** A call step that was never rung, or rings when it should. */
  call(stepIndex: number): string;
  /**
   * A call step that rings again because the gateway died while it rang. Clients that saw the first attempt end will not take
   * up a call of the same id.
   */
  laterCall(stepIndex: number, millisecondsIntoRun: number): string;
}

export function runIdentity(runId: string): RunIdentity {
  // A call id names files and travels in a SIP header: see contracts/identifiers.ts.
  const safe = runId.replace(/[^A-Za-z0-9._-]/g, '-').slice(0, 90);
  const prefix = /^[A-Za-z0-9]/.test(safe) ? safe : `r${safe}`;
  return {
    entry: (stepIndex) => `${runId}/${stepIndex}`,
    note: (stepIndex) => `${prefix}.note.${stepIndex}`,
    call: (stepIndex) => `${prefix}.${stepIndex}`,
    laterCall: (stepIndex, millisecondsIntoRun) => `${prefix}.${stepIndex}.${millisecondsIntoRun}`,
  };
}
