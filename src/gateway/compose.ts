import { join } from 'node:path';
import type { Scenario } from '#shared/contracts/scenario.ts';
import { ok, type Result } from '#shared/result.ts';
import type { Agent } from './agents/agent.ts';
import {
  colleaguesOf,
  createSandboxConnector,
  type EarlierLife,
  type PermissionRequest,
} from './connectors/sandbox/index.ts';
import type { Clock } from './platform/clock.ts';
import type { GatewayLog } from './platform/log.ts';
import { type Gateway, startGateway } from './server.ts';
import type { DigestUser } from './sip/authenticator.ts';
import { type GatewayStore, openGatewayStore } from './store/gateway-store.ts';

/** A gateway with simulated contacts, as the app embeds it and the command line starts it. */
export interface Composition {
  readonly scenario: Scenario;
  /** Sound files of the scenario are looked for here. */
  readonly scenarioDirectory: string;
  /** Holds `gateway.sqlite` and `notes/`; null: in memory. */
  readonly dataDirectory: string | null;
  /** Names the shift: the same one goes on after a restart, another one begins anew. */
  readonly runId: string;
  /** Zero of the scenario's timeline, milliseconds since 1970. */
  readonly startedAt: number;
  /** The built `notes.worker.js`, or its source. */
  readonly notesWorker: URL;
  /** See `NotesSetup`. */
  readonly notesIdentity: string | null;
  /** Days after which media that was played or sent is dropped; null: never. */
  readonly notesDays: number | null;
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
  const {
    scenario,
    scenarioDirectory,
    dataDirectory,
    runId,
    startedAt,
    notesWorker,
    notesIdentity,
    notesDays,
    ...serving
  } = composition;
  const opened = openGatewayStore({ directory: dataDirectory, clock, log });
  if (!opened.ok) return opened;
  const store = opened.value;
  const marks = store.doneSteps(runId);
  const done = new Set(marks);
  const earlier = earlierLife(store, runId, marks);
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
    earlier,
    waiting: () => waitingRequests(store),
    notesUnderWay: () => store.notesUnderWay().filter(({ status }) => status !== 'sending'),
    unansweredCall: (contactId) => store.unansweredCall(contactId),
    clock,
    log,
  });
  const notes = {
    worker: notesWorker,
    directory: dataDirectory === null ? null : join(dataDirectory, 'notes'),
    identity: notesIdentity,
    retention: { days: notesDays },
  };
  const colleagues = colleaguesOf(scenario);
  const started = await startGateway({ ...serving, colleagues, connector, store, notes, clock, log });
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

/**
 * A run leaves a mark when it begins, below those of its steps: -1 and, beyond that, how far the clock was ahead. Its balance lives on with
 * it, a new run begins with the scenario's; the clock never goes back, or facts would lie in the future.
 */
function earlierLife(store: GatewayStore, runId: string, marks: readonly number[]): EarlierLife {
  const began = marks.find((mark) => mark < 0);
  if (began !== undefined) return { balance: () => store.workspace()?.balance ?? null, aheadMs: -1 - began };
  const channel = store.state('channel');
  const aheadMs = channel?.type === 'channel' ? channel.clockAheadMs : 0;
  store.publish({ do: 'step', runId, step: -1 - aheadMs });
  return { balance: undefined, aheadMs };
}

/** The newest request of each contact that still waits for its answer. */
function waitingRequests(store: GatewayStore): readonly PermissionRequest[] {
  return store.statesOf('contact.calling').flatMap((told) => {
    if (told.type !== 'contact.calling' || told.state.waiting === null) return [];
    const { contactId } = told;
    const request = store.callingFacts(contactId).findLast(({ fact }) => fact === 'request');
    return request === undefined ? [] : [{ id: request.id, contactId, at: request.at }];
  });
}
