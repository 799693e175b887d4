import type { Scenario } from '#shared/contracts/scenario.ts';
import { ok, type Result } from '#shared/result.ts';
import type { Agent } from './agents/agent.ts';
import type { Clock } from './clock.ts';
import { colleaguesOf, createSandboxConnector } from './connectors/sandbox/index.ts';
import type { GatewayLog } from './log.ts';
import { type Gateway, startGateway } from './server.ts';
import type { DigestUser } from './sip/authenticator.ts';
import { openGatewayStore } from './store/gateway-store.ts';

/** A gateway with simulated contacts, as the app embeds it and the command line starts it. */
export interface Composition {
  readonly scenario: Scenario;
  /** Sound files of the scenario are looked for here. */
  readonly scenarioDirectory: string;
  /** Holds `gateway.sqlite`; null: in memory. */
  readonly dataDirectory: string | null;
  /** Names the shift: the same one goes on after a restart, another one begins anew. */
  readonly runId: string;
  /** Zero of the scenario's timeline, milliseconds since 1970. */
  readonly startedAt: number;
  readonly agents: readonly Agent[];
  readonly host: string;
  readonly port: number;
  readonly digestUsers?: readonly DigestUser[];
  readonly allowedOrigins?: readonly string[];
  readonly allowedHosts?: readonly string[];
}

/** Puts store, sandbox and server together. `stop` of what it returns closes the store too. */
export async function composeGateway(
  composition: Composition,
  clock: Clock,
  log: GatewayLog,
): Promise<Result<Gateway>> {
  const { scenario, scenarioDirectory, dataDirectory, runId, startedAt, ...serving } = composition;
  const opened = openGatewayStore({ directory: dataDirectory, clock, log });
  if (!opened.ok) return opened;
  const store = opened.value;
  const done = new Set(store.doneSteps(runId));
  const connector = createSandboxConnector({
    scenario,
    scenarioDirectory,
    runId,
    startedAt,
    done: (step) => done.has(step),
    markDone: (step) => {
      done.add(step);
      store.publish({ do: 'step', runId, step });
    },
    windowUntil: (contactId) => store.contact(contactId)?.serviceWindowUntil ?? null,
    clock,
    log,
  });
  const started = await startGateway({ ...serving, colleagues: colleaguesOf(scenario), connector, store, clock, log });
  if (!started.ok) {
    store.close();
    return started;
  }
  const stop = async (): Promise<void> => {
    await started.value.stop();
    store.close();
  };
  return ok({ ...started.value, stop });
}
