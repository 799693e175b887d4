import { onTestFinished } from 'vitest';
import { systemClock } from '../../../../src/gateway/clock.ts';
import type { Connector, ConnectorEvents, IncomingCall } from '../../../../src/gateway/connectors/connector.ts';
import { createSandboxConnector } from '../../../../src/gateway/connectors/sandbox/index.ts';
import { eventNames, recordingLog, type scenarioOf } from '../../../unit/sandbox/support/sandbox.ts';
import { type AgentPeer, openAgentPeer } from './agent-peer.ts';

export interface RealDesk {
  readonly connector: Connector;
  readonly log: readonly string[];
  readonly done: Set<number>;
  /** Everything of one name, as it comes. */
  of<Name extends keyof ConnectorEvents>(name: Name): Parameters<ConnectorEvents[Name]>[];
  /** Resolves with the first event of that name that fits, also where it came already. */
  next<Name extends keyof ConnectorEvents>(
    name: Name,
    fits?: (...parameters: Parameters<ConnectorEvents[Name]>) => boolean,
  ): Promise<Parameters<ConnectorEvents[Name]>>;
  agent(options?: Parameters<typeof openAgentPeer>[0]): AgentPeer;
  /** An agent answers the call and speaks. */
  take(call: IncomingCall, options?: Parameters<typeof openAgentPeer>[0]): Promise<AgentPeer>;
}

/** A sandbox with real media on real time; everything is closed when the test is over. */
export async function openRealDesk(scenario: ReturnType<typeof scenarioOf>, directory = '.'): Promise<RealDesk> {
  const log: string[] = [];
  const done = new Set<number>();
  const said: { readonly name: string; readonly parameters: unknown[] }[] = [];
  const waiting = new Set<() => void>();
  const agents: AgentPeer[] = [];
  const connector = createSandboxConnector({
    scenario,
    scenarioDirectory: directory,
    runId: 'run',
    startedAt: Date.now(),
    done: (index) => done.has(index),
    markDone: (index) => done.add(index),
    earlier: { balance: undefined, aheadMs: 0 },
    waiting: () => [],
    notesUnderWay: () => [],
    unansweredCall: () => null,
    clock: systemClock,
    log: recordingLog(log),
  });
  onTestFinished(async () => {
    await Promise.all(agents.map((agent) => agent.close()));
    await connector.stop();
  });
  const events = Object.fromEntries(
    eventNames.map((name) => [
      name,
      (...parameters: unknown[]) => {
        said.push({ name, parameters });
        for (const check of [...waiting]) check();
      },
    ]),
  ) as unknown as ConnectorEvents;
  await connector.start(events);

  const desk: RealDesk = {
    connector,
    log,
    done,
    of: (name) => said.flatMap((event) => (event.name === name ? [event.parameters as never] : [])),
    next: (name, fits = () => true) =>
      new Promise((resolve) => {
        const check = (): void => {
          const found = desk.of(name).find((parameters) => fits(...parameters));
          if (found === undefined) return;
          waiting.delete(check);
          resolve(found);
        };
        waiting.add(check);
        check();
      }),
    agent: (options) => {
      const agent = openAgentPeer(options);
      agents.push(agent);
      return agent;
    },
    take: async ({ callId, offerSdp }, options) => {
      const agent = desk.agent(options);
      const answered = await connector.answer(callId, await agent.answer(offerSdp));
      if (!answered.ok) throw new Error(answered.error.detail);
      agent.speak(1000);
      return agent;
    },
  };
  return desk;
}
