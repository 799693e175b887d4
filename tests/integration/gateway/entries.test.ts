import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { headerValue } from '../../../src/gateway/sip/message.ts';
import { agentProtocolVersion, ticketReply } from '../../../src/shared/contracts/agent.ts';
import { builtEntry } from '../../entries/built-entry.ts';
import { TestPhone } from '../../fakes/gateway-phone.ts';
import { eventually } from './support/eventually.ts';
import { temporaryFolder } from './support/gateway.ts';
import { openSocket } from './support/sockets.ts';

const shim = join(import.meta.dirname, 'support/parent-port.mjs');

const scenario = {
  workspace: { name: 'Officina', number: '+390612345678' },
  contacts: [{ id: 'anna', name: 'Anna Bianchi' }],
  timeline: [{ at: 0, do: 'call', contact: 'anna' }],
};

const guard = (child: ChildProcess): ChildProcess => {
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  return child;
};

interface Run {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly errors: () => string;
  readonly exited: Promise<number | null>;
}

function cli(...words: readonly string[]): Run {
  const child = guard(
    spawn(process.execPath, [fileURLToPath(builtEntry('cli')), ...words], { stdio: ['ignore', 'pipe', 'pipe'] }),
  );
  let output = '';
  let errors = '';
  child.stdout?.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    errors += chunk;
  });
  const exited = once(child, 'close').then(([code]) => code as number | null);
  return { child, output: () => output, errors: () => errors, exited };
}

function scenarioFile(content: unknown = scenario): string {
  const file = join(temporaryFolder(), 'scenario.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

/** Registers an agent's phone and waits until the scenario's contact rings it. */
async function isRung(url: string, agentId: string, token: string): Promise<string> {
  const response = await fetch(`${url.replace('ws:', 'http:')}/tickets`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}` },
  });
  const { sipTicket } = ticketReply.parse(await response.json());
  const phone = new TestPhone(agentId);
  const { socket } = await openSocket(`${url}/sip?ticket=${sipTicket}`, {
    protocol: 'sip',
    onText: (text) => phone.receive(text),
  });
  phone.attach({ send: (text) => socket.send(text) });
  await phone.register();
  await eventually(() => expect(phone.requests('INVITE')).toHaveLength(1));
  const [invite] = phone.requests('INVITE');
  if (invite === undefined) throw new Error('not rung');
  expect(invite.body).toContain('a=fingerprint:');
  phone.respond(invite, 603);
  return headerValue(invite, 'X-Cornetta-Contact-Id') ?? '';
}

const listening = async (run: Run): Promise<string> => {
  const found = () => /^listening (ws:\S+)$/m.exec(run.output())?.[1];
  await eventually(() => expect(found() ?? run.errors()).toMatch(/^ws:/));
  return found() ?? '';
};

describe('the command line', () => {
  it('serves a scenario until it is told to stop, and keeps what happened', async () => {
    const data = join(temporaryFolder(), 'data');
    const run = cli(`--scenario=${scenarioFile()}`, `--data=${data}`, '--agent=mia:Mia:secret-token');
    const url = await listening(run);
    expect(await isRung(url, 'mia', 'secret-token')).toBe('anna');
    run.child.kill('SIGTERM');
    expect(await run.exited).toBe(0);
    expect(existsSync(join(data, 'gateway.sqlite'))).toBe(true);
    expect(run.output() + run.errors()).not.toContain('secret-token');
  });

  it('keeps notes encrypted where it is given a key, and refuses one that others may read', async () => {
    const folder = temporaryFolder();
    const [data, key] = [join(folder, 'data'), join(folder, 'notes.key')];
    const words = [`--data=${data}`, `--notes-key=${key}`];
    const note = { at: 0, do: 'note', contact: 'anna', durationMs: 1_000 };
    const run = cli(`--scenario=${scenarioFile({ ...scenario, timeline: [note] })}`, ...words);
    await listening(run);
    await eventually(() => expect(readdirSync(join(data, 'notes'))).toEqual([expect.stringMatching(/\.age$/)]));
    run.child.kill('SIGTERM');
    expect(await run.exited).toBe(0);
    chmodSync(key, 0o644);
    const refused = cli(`--scenario=${scenarioFile()}`, ...words);
    expect(await refused.exited).toBe(65);
    expect(refused.errors()).toContain('others may read or change it');
  });

  it('makes an agent where none is named', async () => {
    const run = cli(`--scenario=${scenarioFile()}`);
    const url = await listening(run);
    await eventually(() => expect(run.output()).toMatch(/^agent agent token \S+$/m));
    const token = /^agent agent token (\S+)$/m.exec(run.output())?.[1] ?? '';
    expect(await isRung(url, 'agent', token)).toBe('anna');
    run.child.kill('SIGINT');
    expect(await run.exited).toBe(0);
  });

  it('explains itself', async () => {
    const run = cli('--help');
    expect(await run.exited).toBe(0);
    expect(run.output()).toContain('Usage: node cli.js --scenario=FILE');
  });

  it.each([
    ['nothing', () => [], 64, '--scenario=FILE is missing'],
    [
      'a scenario that is not there',
      () => ['--scenario=/nowhere/a.json'],
      65,
      '/nowhere/a.json: the file does not exist',
    ],
    [
      'a scenario with a fault',
      () => [`--scenario=${scenarioFile({ ...scenario, contacts: [{ id: 'anna' }] })}`],
      65,
      'contacts[0].name',
    ],
    [
      'a directory that is a file',
      () => [`--scenario=${scenarioFile()}`, `--data=${scenarioFile()}`],
      69,
      'gateway.sqlite',
    ],
    [
      'an address that is not its own',
      () => [`--scenario=${scenarioFile()}`, '--host=192.0.2.1'],
      69,
      'cannot listen on 192.0.2.1',
    ],
  ] as const)('says what is wrong with %s', async (_, words, code, why) => {
    const run = cli(...words());
    expect(await run.exited).toBe(code);
    expect(run.errors()).toContain(why);
    expect(run.output()).toBe('');
  });
});

describe('the embedded gateway', () => {
  const start = (over: Record<string, unknown> = {}) => ({
    scenario,
    scenarioDirectory: '/',
    dataDirectory: join(temporaryFolder(), 'data'),
    runId: 'run-1',
    startedAt: Date.now(),
    agents: [{ id: 'mia', name: 'Mia', role: 'agent', token: 'secret-token' }],
    ...over,
  });
  const embed = () => {
    const child = guard(
      fork(builtEntry('embedded'), { execArgv: ['--import', shim], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] }),
    );
    const exited = once(child, 'exit').then(([code]) => code as number | null);
    const answer = new Promise<{ type: string; url?: string; message?: string }>((resolve) => {
      child.on('message', (message: { type: string }) => {
        if (message.type !== 'log') resolve(message);
      });
    });
    return { child, exited, answer };
  };

  it('starts, serves and stops when told', async () => {
    const { child, exited, answer } = embed();
    child.send(start());
    const { type, url = '' } = await answer;
    expect(type).toBe('listening');
    expect(url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+$/);
    expect(await isRung(url, 'mia', 'secret-token')).toBe('anna');
    child.send({ type: 'stop' });
    expect(await exited).toBe(0);
  });

  it('goes when its parent goes', async () => {
    const { child, exited, answer } = embed();
    child.send(start({ type: 'start' }));
    expect((await answer).type).toBe('listening');
    child.disconnect();
    expect(await exited).toBe(0);
  });

  it('takes a run up again: what was done is not done twice', async () => {
    const message = start({
      scenario: { ...scenario, timeline: [{ at: 0, do: 'message', contact: 'anna', text: 'once' }] },
    });
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const { child, exited, answer } = embed();
      child.send(message);
      const { url = '' } = await answer;
      const response = await fetch(`${url.replace('ws:', 'http:')}/tickets`, {
        method: 'POST',
        headers: { Authorization: 'Bearer secret-token' },
      });
      const { agentTicket } = ticketReply.parse(await response.json());
      const texts: string[] = [];
      const { socket } = await openSocket(`${url}/agent?ticket=${agentTicket}`, { onText: (text) => texts.push(text) });
      socket.send(JSON.stringify({ type: 'hello', version: agentProtocolVersion, epoch: null, cursor: 0 }));
      await eventually(() => expect(texts.join('')).toContain('"once"'));
      expect(texts.join('').split('"once"')).toHaveLength(2);
      child.send({ type: 'stop' });
      expect(await exited).toBe(0);
    }
  });

  it.each([
    ['an agent without a token', { agents: [{ id: 'mia', name: 'Mia', role: 'agent' }] }, 'agents[0].token'],
    ['a scenario with a fault', { scenario: { ...scenario, contacts: [] } }, 'timeline[0].contact'],
    [
      'a sound that is not there',
      { scenario: { ...scenario, contacts: [{ ...scenario.contacts[0], audio: 'no.wav' }] } },
      'contacts[0].audio',
    ],
    ['something more', { more: 1 }, 'more: is not a known field'],
  ] as const)('says what is wrong with %s', async (_, over, why) => {
    const { child, answer } = embed();
    child.send(start(over));
    expect(await answer).toEqual({ type: 'failed', message: expect.stringContaining(why) });
  });
});
