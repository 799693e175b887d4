/**
 * Brings several things in line with the same state, one after the other, with room in between for everything else that main has to do: each of
 * them may wait for the system. What changes meanwhile counts from the next thing on, and once more for those that were done before.
 * @param later runs a step in a later turn
 */
export function createSteps<State>(steps: readonly ((state: State) => void)[], later: (run: () => void) => void) {
  let state: State | null = null;
  /** How many steps are still to be done with the newest state, over all rounds. */
  let due = 0;
  let next = 0;
  let running = false;
  let stopped = false;

  function run(): void {
    const step = steps[next];
    if (stopped || state === null || step === undefined || due === 0) {
      running = false;
      return;
    }
    due -= 1;
    next = (next + 1) % steps.length;
    later(run);
    step(state);
  }

  return {
    update: (current: State): void => {
      if (stopped) return;
      state = current;
      due = steps.length;
      if (running) return;
      running = true;
      next = 0;
      later(run);
    },
    /** Nothing is done any more. */
    stop: (): void => {
      stopped = true;
    },
  };
}
