import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectDirectory } from './electron.ts';
import { type ScenarioInput, writeScenario } from './scenario.ts';

export interface TeamGateway {
  readonly port: number;
  readonly pid: number;
  readonly output: () => string;
  readonly stop: () => Promise<void>;
}

export interface StagedGateway extends TeamGateway {
  /** What starts the app as the desk of its agent. */
  readonly args: readonly string[];
  /** Lets everything up to this `at` of the timeline (ms) happen now. */
  readonly cue: (at: number) => Promise<void>;
}

/** What its processes have compiled already. */
const compiled = join(projectDirectory, 'node_modules/.cache/cornetta/compiled');

/** For the tokens of agents who are told apart by their names only. */
export const token = 'an-agent-token-of-some-length';

/** The argument by which the app uses this gateway with the token of one of its agents; each name is a file of its own. */
export function gatewayPolicy(folder: string, port: number, token: string, name = 'policy'): string {
  const path = join(folder, `${name}.json`);
  writeFileSync(path, JSON.stringify({ workspace: { mode: 'gateway', url: `ws://127.0.0.1:${port}/agent`, token } }));
  return `--policy=${path}`;
}

/** The gateway as a server of its own (`node out/gateway/cli.js`), as a team would run it. */
export async function startTeamGateway(
  folder: string,
  content: ScenarioInput,
  agents: readonly string[],
): Promise<TeamGateway> {
  const { gateway } = await start(folder, join(projectDirectory, 'out/gateway/cli.js'), content, agents);
  return gateway;
}

/** The same, where the contacts wait for the test: nothing of the timeline happens before its cue, if its `at` is some minutes away. */
export async function startStagedGateway(
  folder: string,
  content: ScenarioInput,
  agents: readonly string[] = [`carla:Carla:${token}`],
): Promise<StagedGateway> {
  const entry = fileURLToPath(new URL('./staged-gateway-process.ts', import.meta.url));
  const { gateway, child } = await start(folder, entry, content, agents);
  return {
    ...gateway,
    args: [gatewayPolicy(folder, gateway.port, token)],
    cue: async (at) => {
      const passed = once(child, 'message');
      child.send(at);
      await passed;
    },
  };
}

async function start(
  folder: string,
  entry: string,
  content: ScenarioInput,
  agents: readonly string[],
): Promise<{ readonly gateway: TeamGateway; readonly child: ChildProcess }> {
  const child = spawn(
    process.execPath,
    [
      entry,
      `--scenario=${writeScenario(folder, content)}`,
      '--port=0',
      `--data=${join(folder, 'gateway-data')}`,
      `--notes-key=${join(folder, 'notes.key')}`,
      ...agents.map((agent) => `--agent=${agent}`),
    ],
    { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], env: { ...process.env, NODE_COMPILE_CACHE: compiled } },
  );
  const written: string[] = [];
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const port = await new Promise<number>((resolve, reject) => {
    const look = (chunk: Buffer) => {
      written.push(chunk.toString());
      const match = /ws:\/\/127\.0\.0\.1:(\d+)/.exec(written.join(''));
      if (match !== null) resolve(Number(match[1]));
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    child.once('exit', () => reject(new Error(`the gateway ended: ${written.join('')}`)));
  });
  const gateway: TeamGateway = {
    port,
    pid: child.pid ?? 0,
    output: () => written.join(''),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
  return { gateway, child };
}
