export interface LivenessOptions {
  readonly send: (data: string) => void;
  /** Sends a request that every SIP server answers. */
  readonly probe: () => void;
  readonly onDead: (reason: string) => void;
  /** Of the wall, which goes on while the machine sleeps. */
  readonly now: () => number;
}

export interface Liveness {
  /** Anything came in. */
  heard(): void;
  /** Asks at once; dead unless something is heard within the limit. */
  check(limitMs: number): void;
  stop(): void;
}

/** After so long without a word from the server it is asked for one. */
const quietMs = 4000;
const answerLimitMs = 3000;
/** After waking up or a change of network an answer is due sooner: until it comes the agent cannot be called. */
export const hurriedLimitMs = 1000;
/** A timer that comes this late was asleep with the machine. */
const sleptMs = 10_000;

/** RFC 5626 §3.5.1: a double CRLF asks, a single one answers. */
const ping = '\r\n\r\n';

/**
 * Watches an open connection: TCP notices a cut network only after minutes, and JsSIP never asks. Where the server leaves a ping
 * unanswered (not all know RFC 5626 over WebSocket) a SIP request asks instead, and from then on always.
 */
export function watchLiveness(options: LivenessOptions): Liveness {
  let lastHeard = options.now();
  let pings: 'unknown' | 'answered' | 'ignored' = 'unknown';
  let asked: 'nothing' | 'ping' | 'probe' = 'nothing';
  let quiet: ReturnType<typeof setTimeout> | undefined;
  let fallback: ReturnType<typeof setTimeout> | undefined;
  let limit: ReturnType<typeof setTimeout> | undefined;
  let deadline = Number.POSITIVE_INFINITY;

  const probe = (): void => {
    asked = 'probe';
    options.probe();
  };

  const check = (limitMs: number): void => {
    // Asked again and again, a dead connection must not live on: the earlier deadline counts.
    if (asked !== 'nothing' && options.now() + limitMs >= deadline) return;
    stop();
    deadline = options.now() + limitMs;
    if (pings === 'ignored') {
      probe();
    } else {
      asked = 'ping';
      options.send(ping);
      fallback = setTimeout(probe, limitMs * 0.4);
    }
    limit = setTimeout(() => {
      stop();
      options.onDead('the server does not answer any more');
    }, limitMs);
  };

  /** The timer is not moved with each message: it looks when it comes how long it really was quiet. */
  const watch = (delay: number): void => {
    clearTimeout(quiet);
    quiet = setTimeout(() => {
      const silence = options.now() - lastHeard;
      // A clock that was set back says nothing about the connection.
      if (silence >= 0 && silence < quietMs) watch(quietMs - silence);
      else check(silence > quietMs + sleptMs ? hurriedLimitMs : answerLimitMs);
    }, delay);
  };

  const stop = (): void => {
    clearTimeout(quiet);
    clearTimeout(fallback);
    clearTimeout(limit);
  };

  watch(quietMs);
  return {
    heard: () => {
      lastHeard = options.now();
      if (asked === 'nothing') return;
      if (asked === 'ping') pings = 'answered';
      else if (pings === 'unknown') pings = 'ignored';
      asked = 'nothing';
      stop();
      watch(quietMs);
    },
    check,
    stop,
  };
}
