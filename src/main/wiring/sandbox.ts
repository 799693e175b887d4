import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Scenario } from '#shared/contracts/scenario.ts';
import type { SessionSnapshot } from '#shared/contracts/session.ts';
import type { Result } from '#shared/result.ts';
import { createEmbeddedGateway } from '../gateway-link/embedded.ts';
import type { GatewayEndpoint } from '../gateway-link/gateway-link.ts';
import { forkUtility } from '../gateway-link/utility-fork.ts';
import type { Clock } from '../platform/clock.ts';
import type { MainLog } from '../platform/log-port.ts';

export interface SandboxOptions {
  readonly scenario: Scenario;
  readonly scenarioDirectory: string;
  readonly userData: string;
  /** Folder of the build: `out`. */
  readonly built: string;
  readonly agent: SessionSnapshot['agent'];
  /** The gateway's own key for the media of notes; null: none can be kept. */
  readonly notesIdentity: () => Promise<string | null>;
  readonly clock: Clock;
  readonly log: MainLog;
  readonly onListening: () => void;
  readonly onDown: (reason: string) => void;
}

/** Name under which the process shows in the system's lists. */
const serviceName = 'Cornetta gateway';

/** The app's own gateway with the scenario's contacts. Its token is made here and known to nobody else. */
export function createSandbox(options: SandboxOptions) {
  const { scenario, scenarioDirectory, built, agent, clock, log } = options;
  const token = randomBytes(32).toString('base64url');
  const runId = randomUUID();
  const startedAt = clock.now();
  let notesIdentity: string | null = null;
  const gateway = createEmbeddedGateway({
    fork: () => forkUtility(join(built, 'gateway/embedded.js'), serviceName, log),
    start: () => ({
      scenario,
      scenarioDirectory,
      dataDirectory: join(options.userData, 'gateway'),
      runId,
      startedAt,
      agents: [{ ...agent, id: 'agent', token }],
      notesIdentity,
    }),
    clock,
    log,
    onListening: options.onListening,
    onDown: options.onDown,
  });
  return {
    gateway,
    start: async (): Promise<Result<null>> => {
      notesIdentity = await options.notesIdentity();
      return gateway.start();
    },
    endpoint: (): GatewayEndpoint | null => {
      const url = gateway.url();
      return url === null ? null : { url, token };
    },
  };
}
