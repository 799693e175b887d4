import { parseArgs } from 'node:util';
import { describeIssues } from '#shared/contracts/describe-issues.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { type Agent, agentsSchema } from './agents/agent.ts';

export const usage = `Usage: node cli.js --scenario=FILE [options]

Starts a gateway with the simulated contacts of a scenario (docs/scenarios.md).

  --scenario=FILE               what happens (required)
  --host=ADDRESS                address to listen on (127.0.0.1)
  --port=NUMBER                 port to listen on; 0 takes one that is free (0)
  --data=DIRECTORY              keeps conversations there in gateway.sqlite; without it they end with the process
  --notes-key=FILE              keeps the media of notes in the data directory, encrypted with the age identity in that file
                                (mode 0600; made where it is missing). Without it media ends with the process
  --notes-days=NUMBER           drops media so many days after it was left, once it was played or sent
  --agent=ID:NAME:TOKEN[:ROLE]  somebody who may connect, ROLE is agent or supervisor (agent); repeat for more.
                                Without any, one agent is made and its token printed.
  --phone=ID:USERNAME:PASSWORD  lets a phone of that agent sign in by digest instead of a ticket; repeat for more
  --allow-origin=ORIGIN         lets pages of that origin connect besides the desktop's own; repeat for more
  --allow-host=NAME             lets a reverse proxy on this computer ask for it by that name; repeat for more
  --help                        prints this
`;

export interface CliArguments {
  readonly scenario: string;
  readonly host: string;
  readonly port: number;
  readonly data: string | null;
  readonly notesKey: string | null;
  readonly notesDays: number | null;
  readonly agents: readonly Agent[];
  readonly phones: readonly { readonly agentId: string; readonly username: string; readonly password: string }[];
  readonly origins: readonly string[];
  readonly hosts: readonly string[];
}

const options = {
  scenario: { type: 'string' },
  host: { type: 'string', default: '127.0.0.1' },
  port: { type: 'string', default: '0' },
  data: { type: 'string' },
  'notes-key': { type: 'string' },
  'notes-days': { type: 'string' },
  agent: { type: 'string', multiple: true, default: [] as string[] },
  phone: { type: 'string', multiple: true, default: [] as string[] },
  'allow-origin': { type: 'string', multiple: true, default: [] as string[] },
  'allow-host': { type: 'string', multiple: true, default: [] as string[] },
  help: { type: 'boolean', default: false },
} as const;

/**
 * @param newToken for the agent that is made where none is named.
 * @returns `help` where usage is asked for; a failure's detail has one line a fault. Tokens and passwords are never repeated.
 */
export function parseArguments(words: readonly string[], newToken: () => string): Result<CliArguments | 'help'> {
  let values: ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];
  try {
    values = parseArgs({ args: [...words], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    return fail('invalid', error instanceof Error ? error.message : String(error));
  }
  if (values.help) return ok('help');
  if (!values.scenario) return fail('invalid', '--scenario=FILE is missing');
  if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535) {
    return fail('invalid', '--port must be a number from 0 to 65535');
  }
  const { 'notes-key': notesKey, 'notes-days': notesDays } = values;
  if (notesKey !== undefined && values.data === undefined) return fail('invalid', '--notes-key needs --data');
  if (notesDays !== undefined && !/^[1-9]\d{0,4}$/.test(notesDays))
    return fail('invalid', '--notes-days must be a number from 1 to 99999');
  const agents = parseAgents(values.agent, newToken);
  if (!agents.ok) return agents;
  const phones = values.phone.map((text) => text.split(':'));
  if (phones.some((parts) => parts.length < 3)) return fail('invalid', '--phone must be ID:USERNAME:PASSWORD');
  const unknown = phones.find(([agentId]) => !agents.value.some(({ id }) => id === agentId))?.[0];
  if (unknown !== undefined) return fail('invalid', `--phone: there is no agent "${unknown}"`);
  return ok({
    scenario: values.scenario,
    host: values.host,
    port: Number(values.port),
    data: values.data ?? null,
    notesKey: notesKey ?? null,
    notesDays: notesDays === undefined ? null : Number(notesDays),
    agents: agents.value,
    phones: phones.map(([agentId = '', username = '', ...rest]) => ({ agentId, username, password: rest.join(':') })),
    origins: values['allow-origin'],
    hosts: values['allow-host'].map((name) => name.toLowerCase()),
  });
}

function parseAgents(texts: readonly string[], newToken: () => string): Result<readonly Agent[]> {
  if (texts.length === 0) return ok([{ id: 'agent', name: 'Agent', role: 'agent', token: newToken() }]);
  const parts = texts.map((text) => text.split(':'));
  if (parts.some(({ length }) => length < 3 || length > 4)) {
    return fail('invalid', '--agent must be ID:NAME:TOKEN or ID:NAME:TOKEN:ROLE');
  }
  const parsed = agentsSchema.safeParse(parts.map(([id, name, token, role = 'agent']) => ({ id, name, token, role })));
  if (parsed.success) return ok(parsed.data);
  return fail(
    'invalid',
    describeIssues(parsed.error)
      .map((line) => `--agent ${line}`)
      .join('\n'),
  );
}
