import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../../../src/gateway/platform/clock.ts';
import { type Gateway, type GatewayOptions, startGateway } from '../../../../src/gateway/server.ts';
import { type GatewayStore, openGatewayStore } from '../../../../src/gateway/store/gateway-store.ts';
import { type TicketReply, ticketReply } from '../../../../src/shared/contracts/agent.ts';
import { type FakeConnector, fakeConnector } from '../../../fakes/gateway-connector.ts';
import { type RecordedLog, recordedLog } from '../../../fakes/gateway-log.ts';
import { notesInMemory } from '../../../fakes/gateway-notes.ts';

export interface TestGateway extends Gateway {
  readonly store: GatewayStore;
  readonly connector: FakeConnector;
  readonly log: RecordedLog;
  readonly http: string;
  tickets(token: string): Promise<TicketReply>;
  /** Stops it now, with its store; otherwise that happens at the end of the test. */
  end(): Promise<void>;
}

export const testAgents = ['anna', 'bruno', 'carla'].map((id) => ({
  id,
  name: `Agent ${id}`,
  role: 'agent' as const,
  token: `token-of-${id}`,
}));

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cornetta-gateway-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

type Over = Partial<GatewayOptions> & { readonly directory?: string | null; readonly connector?: FakeConnector };

/** A gateway on a port of its own with a provider that the test plays. */
export async function testGateway(over: Over = {}): Promise<TestGateway> {
  const { directory = null, connector = fakeConnector(), ...options } = over;
  const log = recordedLog();
  const clock = options.clock ?? systemClock;
  const opened = openGatewayStore({ directory, clock, log });
  if (!opened.ok) throw new Error(opened.error.detail);
  const store = opened.value;
  const started = await startGateway({
    host: '127.0.0.1',
    port: 0,
    agents: testAgents,
    notes: notesInMemory,
    ...options,
    clock,
    log,
    store,
    connector,
  });
  if (!started.ok) {
    store.close();
    throw new Error(started.error.detail);
  }
  const gateway = started.value;
  const http = gateway.url.replace('ws:', 'http:');
  let ended = false;
  const end = async (): Promise<void> => {
    if (ended) return;
    ended = true;
    await gateway.stop();
    store.close();
  };
  onTestFinished(end);
  return {
    ...gateway,
    store,
    connector,
    log,
    http,
    end,
    tickets: async (token) => {
      const response = await fetch(`${http}/tickets`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}` },
      });
      return ticketReply.parse(await response.json());
    },
  };
}
