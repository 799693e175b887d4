import { z } from 'zod';
import type { Scenario } from '#shared/contracts/scenario.ts';
import { unreachable } from '#shared/never.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { Clock } from '../platform/clock.ts';
import type { MainLog } from '../platform/log-port.ts';
import { createRestartPolicy } from '../platform/restart-policy.ts';

/** What the embedded gateway is started with; the same again after it died, so that the shift goes on where it was. */
export interface EmbeddedStart {
  readonly scenario: Scenario;
  /** Sound files of the scenario are looked for here. */
  readonly scenarioDirectory: string;
  readonly dataDirectory: string;
  /** Names the shift. */
  readonly runId: string;
  /** Zero of the scenario's timeline, milliseconds since 1970. */
  readonly startedAt: number;
  readonly agents: readonly {
    readonly id: string;
    readonly name: string;
    readonly role: 'agent' | 'supervisor';
    readonly token: string;
  }[];
  /** Of age, for the media of notes; null: there is no keyring, and the gateway writes none. */
  readonly notesIdentity: string | null;
}

/** The part of Electron's UtilityProcess that is used. */
export interface EmbeddedProcess {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
  kill(): boolean;
}

const fromEmbedded = z.discriminatedUnion('type', [
  z.object({ type: z.literal('listening'), url: z.string().regex(/^ws:\/\/(127\.0\.0\.1|\[::1\]):\d{1,5}$/) }),
  z.object({ type: z.literal('failed'), message: z.string() }),
  z.object({ type: z.literal('log'), level: z.enum(['info', 'warn', 'error']), text: z.string() }),
]);

export interface EmbeddedOptions {
  /** Starts the gateway's built entry in a process of its own. */
  readonly fork: () => EmbeddedProcess;
  /** Asked before each start. */
  readonly start: () => EmbeddedStart;
  readonly clock: Clock;
  readonly log: MainLog;
  /** It listens, there or at another address than before: the link should look at once. */
  readonly onListening: (url: string) => void;
  /** It died and is being started again; the calls through it are lost. */
  readonly onDown: (reason: string) => void;
}

export interface EmbeddedGateway {
  /** Resolves once it listens for the first time; `internal` with its own words where it cannot, and no process is left then. */
  start(): Promise<Result<null>>;
  /** null while it is being started. */
  url(): string | null;
  /** Kills it, to be started again: it listens, but answers nobody any more. */
  restart(reason: string): void;
  /** Ends it for good: asked first, then killed. */
  stop(): Promise<void>;
}

const listenLimitMs = 15_000;
const stopLimitMs = 3000;
const killLimitMs = 1000;

/** Keeps a gateway running in a process of its own: a fault of it ends calls, but never the app, the store or the window. */
export function createEmbeddedGateway(options: EmbeddedOptions): EmbeddedGateway {
  const { clock, log } = options;
  const restarts = createRestartPolicy({
    delays: [0, 250, 500, 1000, 2000, 5000],
    healthyAfterMs: 30_000,
    limit: Number.POSITIVE_INFINITY,
  });
  let child: EmbeddedProcess | null = null;
  let url: string | null = null;
  let stopping = false;
  let cancelLimit = (): void => undefined;
  let cancelRestart = (): void => undefined;
  let exited = (): void => undefined;
  let killedFor: string | null = null;
  /** Who waits for the first start. */
  let first: ((result: Result<null>) => void) | null = null;

  function launch(): void {
    restarts.started(clock.monotonic());
    let made: EmbeddedProcess;
    try {
      made = options.fork();
    } catch (error) {
      down(`it cannot be started: ${String(error)}`);
      return;
    }
    child = made;
    made.on('message', (message) => {
      if (child !== made) return;
      const problem = hear(message);
      if (problem !== null) kill(made, problem);
    });
    made.on('exit', (code) => gone(made, `it ended with code ${code}`));
    cancelLimit = clock.after(listenLimitMs, () => kill(made, `it did not listen within ${listenLimitMs / 1000} s`));
    made.postMessage({ type: 'start', ...options.start() });
  }

  /** A process that hangs may not even end when it is told to: it is let go of then. */
  function kill(target: EmbeddedProcess, reason: string): void {
    cancelLimit();
    killedFor = reason;
    url = null;
    target.kill();
    cancelLimit = clock.after(killLimitMs, () => gone(target, reason));
  }

  function gone(dead: EmbeddedProcess, reason: string): void {
    if (child !== dead) return;
    child = null;
    url = null;
    cancelLimit();
    const why = killedFor ?? reason;
    killedFor = null;
    exited();
    down(why);
  }

  /** @returns why the process is of no use; null: it goes on */
  function hear(message: unknown): string | null {
    const parsed = fromEmbedded.safeParse(message);
    if (!parsed.success) {
      log.warn('embedded gateway: an unknown message was ignored');
      return null;
    }
    switch (parsed.data.type) {
      case 'listening':
        cancelLimit();
        url = parsed.data.url;
        log.info('embedded gateway listens', { url });
        first?.(ok(null));
        first = null;
        if (!stopping) options.onListening(url);
        return null;
      case 'failed':
        return parsed.data.message;
      case 'log':
        log[parsed.data.level](`gateway: ${parsed.data.text}`);
        return null;
      default:
        return unreachable(parsed.data);
    }
  }

  function down(reason: string): void {
    if (stopping) return;
    if (first !== null) {
      stopping = true;
      first(fail('internal', reason));
      first = null;
      return;
    }
    const delay = restarts.next(clock.monotonic()) ?? 0;
    log.error('the embedded gateway is down', { reason, restartInMs: delay });
    options.onDown(reason);
    cancelRestart = clock.after(delay, launch);
  }

  return {
    start: () =>
      new Promise((resolve) => {
        if (stopping) {
          resolve(fail('internal', 'stopped'));
          return;
        }
        first = resolve;
        launch();
      }),
    url: () => url,
    restart: (reason) => {
      if (child !== null && url !== null) kill(child, reason);
    },
    stop: async () => {
      stopping = true;
      cancelRestart();
      cancelLimit();
      first?.(fail('internal', 'stopped'));
      first = null;
      const last = child;
      if (last === null) return;
      await new Promise<void>((resolve) => {
        exited = resolve;
        cancelLimit = clock.after(stopLimitMs, () => kill(last, 'it did not stop'));
        last.postMessage({ type: 'stop' });
      });
    },
  };
}
