import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { agentProtocolVersion } from '#shared/contracts/agent.ts';
import { projectDirectory } from '../../e2e/support/electron.ts';
import { type ScenarioInput, writeScenario } from '../../e2e/support/scenario.ts';
import { until } from '../support/until.ts';
import type { GatewayMark } from './watch.ts';

export interface MeasuredGateway {
  /** `ws://127.0.0.1:PORT` */
  readonly url: string;
  /** Of its store; a cache of the same epoch need not be replaced. */
  readonly epoch: string;
  readonly cursor: number;
  /** Everything that was seen so far, in order. */
  readonly marks: readonly GatewayMark[];
  output(): string;
  stop(): Promise<void>;
}

export const tokens = { bare: 'bare-agent-token-0123456789', cornetta: 'cornetta-agent-token-0123456789' } as const;

/** The gateway as a server of its own, with the bench looking on from within its process. */
export async function startMeasuredGateway(
  folder: string,
  scenario: ScenarioInput,
  port: number,
): Promise<MeasuredGateway> {
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      `--import=${new URL('./watch.ts', import.meta.url)}`,
      join(projectDirectory, 'out/gateway/cli.js'),
      `--scenario=${writeScenario(folder, scenario)}`,
      `--port=${port}`,
      ...Object.entries(tokens).map(([agent, token]) => `--agent=${agent}:${agent}:${token}`),
      '--allow-origin=bare://phone',
    ],
    { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], cwd: fileURLToPath(new URL('.', import.meta.url)) },
  );
  const marks: GatewayMark[] = [];
  const written: string[] = [];
  child.on('message', (mark) => marks.push(mark as GatewayMark));
  child.stdout?.on('data', (chunk: Buffer) => written.push(chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => written.push(chunk.toString()));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const output = (): string => written.join('');
  const url = await until('the gateway', () => {
    if (child.exitCode !== null) throw new Error(`the gateway ended: ${output()}`);
    return /ws:\/\/127\.0\.0\.1:\d+/.exec(output())?.[0] ?? null;
  });
  const position = await positionOf(url);
  return {
    url,
    ...position,
    marks,
    output,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Where the gateway's events stand, asked as a desktop asks. */
async function positionOf(url: string): Promise<{ readonly epoch: string; readonly cursor: number }> {
  const reply = await fetch(`${url.replace(/^ws/, 'http')}/tickets`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tokens.bare}` },
  });
  const { agentTicket } = (await reply.json()) as { readonly agentTicket: string };
  const socket = new WebSocket(`${url}/agent?ticket=${agentTicket}`);
  try {
    return await new Promise((resolve, reject) => {
      let epoch = '';
      socket.onopen = () =>
        socket.send(JSON.stringify({ type: 'hello', version: agentProtocolVersion, epoch: null, cursor: 0 }));
      socket.onerror = () => reject(new Error('the gateway refuses a desktop'));
      socket.onmessage = ({ data }) => {
        const message = JSON.parse(String(data)) as { type: string; epoch?: string; cursor?: number };
        if (message.type === 'snapshot.begin') epoch = message.epoch ?? '';
        if (message.type === 'snapshot.end') resolve({ epoch, cursor: message.cursor ?? 0 });
      };
    });
  } finally {
    socket.close();
  }
}
