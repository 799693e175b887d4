import type { PhoneEvent } from '#shared/contracts/phone.ts';
import { refusedDelay, registerDelay } from './back-off.ts';
import type { SipMessagePort, UserAgentPort } from './jssip-port.ts';

export interface RegistrationState {
  readonly state: PhoneEvent<'registration'>['state'];
  readonly cause: string | null;
}

export interface RegistrationOptions {
  readonly agent: UserAgentPort;
  readonly password: string | null;
  /** Gives the connection up; another one is opened, on which JsSIP registers again. */
  readonly recycle: (reason: string) => void;
  readonly report: (state: RegistrationState) => void;
  readonly random: () => number;
}

export interface RegistrationKeeper {
  /** Registers again now, whatever a back-off says. */
  refresh(): void;
  /** The connection could not be opened, or is lost. */
  disconnected(cause: string): void;
  stop(): void;
}

/** The registrar says who we are is not welcome (RFC 3261 §21.4): trying again soon helps nobody. */
const refusals: ReadonlySet<number> = new Set([401, 403, 404, 407]);

/** JsSIP waits 32 s for an answer, and for ever after a 200 that does not name our contact. Doubles, for a server that is only slow. */
const answerLimitMs = 4000;
const longestAnswerLimitMs = 32_000;

/**
 * Keeps an account registered: JsSIP registers on each new connection and refreshes, but after a failed REGISTER it does nothing any more.
 */
export function keepRegistered(options: RegistrationOptions): RegistrationKeeper {
  const { agent, random } = options;
  let current: RegistrationState | null = null;
  let failures = 0;
  let unanswered = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;

  const report = (state: RegistrationState['state'], reason: string | null): void => {
    const cause = reason?.slice(0, 300) ?? null;
    if (stopped || (state === current?.state && cause === current.cause)) return;
    current = { state, cause };
    options.report(current);
  };

  const watch = (): void => {
    clearTimeout(timer);
    const limit = Math.min(longestAnswerLimitMs, answerLimitMs * 2 ** unanswered);
    timer = setTimeout(() => {
      unanswered += 1;
      options.recycle('REGISTER was not answered');
    }, limit);
  };

  const register = (): void => {
    if (!agent.isConnected()) return;
    // JsSIP keeps only a hash bound to the realm of the first challenge; the server may have another realm by now.
    if (options.password !== null) agent.set('password', options.password);
    if (!agent.isRegistered()) watch();
    agent.register();
  };

  const retryAfter = (delay: number): void => {
    clearTimeout(timer);
    timer = setTimeout(register, delay);
  };

  agent.on('connected', () => {
    report('connecting', null);
    watch();
  });
  agent.on('registered', () => {
    clearTimeout(timer);
    failures = 0;
    unanswered = 0;
    report('registered', null);
  });
  agent.on('registrationFailed', ({ response, cause }) => {
    // A connection that broke is reported by `disconnected`, and the next one registers by itself.
    if (stopped || !agent.isConnected()) return;
    const text = response === null ? cause : `${response.status_code} ${response.reason_phrase ?? ''}`.trim();
    if (refusals.has(response?.status_code ?? 0)) {
      report('refused', text);
      retryAfter(refusedDelay(random));
    } else {
      report('unregistered', text);
      retryAfter(registerDelay(failures, retryAfterMs(response), random));
      failures += 1;
    }
  });

  report('connecting', null);

  return {
    refresh: register,
    disconnected: (cause) => {
      clearTimeout(timer);
      report('connecting', cause);
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/** `Retry-After: 18000;duration=3600` → 18,000,000; at most five minutes are believed. */
function retryAfterMs(response: SipMessagePort | null): number {
  const seconds = Number.parseInt(response?.getHeader('Retry-After') ?? '', 10);
  return Number.isNaN(seconds) ? 0 : Math.min(Math.max(seconds, 0), 300) * 1000;
}
