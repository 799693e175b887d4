import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectDirectory } from './electron.ts';
import { type ScenarioInput, writeScenario } from './scenario.ts';

export interface TeamGateway {
  readonly port: number;
  readonly pid: number;
  readonly output: () => string;
  readonly stop: () => Promise<void>;
}

/** The gateway as a server of its own (`node out/gateway/cli.js`), as a team would run it. */
export async function startTeamGateway(
  folder: string,
  content: ScenarioInput,
  agents: readonly string[],
): Promise<TeamGateway> {
  const child = spawn(
    process.execPath,
    [
      join(projectDirectory, 'out/gateway/cli.js'),
      `--scenario=${writeScenario(folder, content)}`,
      '--port=0',
      `--data=${join(folder, 'gateway-data')}`,
      ...agents.map((agent) => `--agent=${agent}`),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const written: string[] = [];
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const port = await new Promise<number>((resolve, reject) => {
    const look = (chunk: Buffer) => {
      written.push(chunk.toString());
      const match = /ws:\/\/127\.0\.0\.1:(\d+)/.exec(written.join(''));
      if (match !== null) resolve(Number(match[1]));
    };
    child.stdout.on('data', look);
    child.stderr.on('data', look);
    child.once('exit', () => reject(new Error(`the gateway ended: ${written.join('')}`)));
  });
  return {
    port,
    pid: child.pid ?? 0,
    output: () => written.join(''),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
