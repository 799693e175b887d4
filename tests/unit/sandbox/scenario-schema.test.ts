import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { describeIssues } from '#shared/contracts/describe-issues.ts';
import { parseScenarioAudio, scenarioSchema } from '#shared/contracts/scenario.ts';

const workspace = { name: 'Officina', number: '+390612345678' };
const anna = { id: 'anna', name: 'Anna Bianchi', phone: '+393331234567' };
const faults = (content: unknown): string[] => {
  const parsed = scenarioSchema.safeParse(content);
  return parsed.success ? [] : describeIssues(parsed.error);
};
const withContact = (fields: object) => ({ workspace, contacts: [{ ...anna, ...fields }] });
const withStep = (step: unknown) => ({
  workspace,
  contacts: [anna],
  timeline: [{ at: 0, do: 'revoke', contact: 'anna' }, step],
});
const call = { at: 0, do: 'call', contact: 'anna' };

const week = {
  monday: [],
  tuesday: [],
  wednesday: [],
  thursday: [],
  friday: [],
  saturday: [],
  sunday: [],
};

describe('a good scenario', () => {
  it('needs little, and the rest has defaults', () => {
    expect(
      scenarioSchema.parse({
        workspace,
        contacts: [{ id: 'a', name: 'A' }],
        timeline: [{ at: 5, do: 'call', contact: 'a' }],
      }),
    ).toEqual({
      workspace: {
        ...workspace,
        balance: '25.00',
        currency: 'USD',
        recording: true,
        video: true,
        rules: 'respond-io-2025-08',
      },
      contacts: [
        {
          id: 'a',
          name: 'A',
          answers: 'after:2000',
          permission: 'granted',
          asked: 'after:2000 grant',
          term: 'permanent',
          plays: 'after:2000',
          video: 'echo',
          reacts: 'back',
          audio: 'tone:440',
        },
      ],
      timeline: [{ at: 5, do: 'call', contact: 'a', kind: 'voice', audio: 'tone:440', ringFor: 30_000 }],
    });
  });

  it.each([
    ['tone:440', { kind: 'tone', hertz: 440 }],
    ['tone:20', { kind: 'tone', hertz: 20 }],
    ['speech:Pronto? Chi parla?', { kind: 'speech', text: 'Pronto? Chi parla?' }],
    ['anna.wav', { kind: 'file', path: 'anna.wav' }],
    ['voices/it/anna..1.webm', { kind: 'file', path: 'voices/it/anna..1.webm' }],
  ])('may play %s', (audio, parsed) => {
    expect(parseScenarioAudio(audio)).toEqual(parsed);
    expect(faults(withContact({ audio }))).toEqual([]);
  });
});

describe('a scenario without pictures', () => {
  const step = { at: 5, contact: 'a', kind: 'video' };

  it.each([
    ['call', { ...step, do: 'call' }],
    ['note', { ...step, do: 'note', audio: 'a.webm' }],
  ])('has no %s by video', (_, entry) => {
    const content = {
      workspace: { ...workspace, video: false },
      contacts: [{ id: 'a', name: 'A' }],
      timeline: [entry],
    };
    expect(faults(content)).toEqual([
      'timeline[0].kind: must be "voice": workspace.video says that there are no pictures',
    ]);
    expect(faults({ ...content, workspace })).toEqual([]);
  });
});

describe('a bad scenario names the field', () => {
  it.each<[string, unknown, string]>([
    ['no object', null, '(top level): must be an object, not null'],
    ['no workspace', { contacts: [] }, 'workspace: is missing (must be an object)'],
    ['no contacts', { workspace }, 'contacts: is missing (must be a list)'],
    ['a stranger at the top', { workspace, contacts: [], timelime: [] }, 'timelime: is not a known field'],
    ['an endless key', { workspace, contacts: [], ['x'.repeat(9999)]: 1 }, `${'x'.repeat(80)}: is not a known field`],
    ['a strange key', { workspace, contacts: [], 'time line': 1 }, '["time line"]: is not a known field'],
    [
      'an empty name',
      { workspace: { ...workspace, name: '' }, contacts: [] },
      'workspace.name: must have at least 1 character',
    ],
    [
      'a national number',
      { workspace: { ...workspace, number: '06 1234' }, contacts: [] },
      'workspace.number: must be an international number such as +393331234567',
    ],
    [
      'a balance that is no text',
      { workspace: { ...workspace, balance: 9.98 }, contacts: [] },
      'workspace.balance: must be a text',
    ],
    [
      'an inexact balance',
      { workspace: { ...workspace, balance: '1e3' }, contacts: [] },
      'workspace.balance: must match',
    ],
    [
      'a currency in words',
      { workspace: { ...workspace, currency: 'euro' }, contacts: [] },
      'workspace.currency: must match',
    ],
    [
      'an unknown rule profile',
      { workspace: { ...workspace, rules: 'mine' }, contacts: [] },
      'workspace.rules: must be one of "respond-io-2025-08", "meta-2026-10"',
    ],
    [
      'recording as a word',
      { workspace: { ...workspace, recording: 'yes' }, contacts: [] },
      'workspace.recording: must be true or false, not a text',
    ],
    ['a contact without a name', withContact({ name: undefined }), 'contacts[0].name: is missing (must be a text)'],
    ['an id with a space', withContact({ id: 'an na' }), 'contacts[0].id: must be 1 to 64 letters'],
    ['an id that stands twice', { workspace, contacts: [anna, anna] }, 'contacts[1].id: "anna" stands twice'],
    [
      'an answer that is none',
      withContact({ answers: 'maybe' }),
      'contacts[0].answers: must be "after:MILLISECONDS", "never" or "decline"',
    ],
    [
      'a permission that is none',
      withContact({ permission: 'revoked' }),
      'contacts[0].permission: must be one of "none", "granted", "declined"',
    ],
    ['a misspelt field', withContact({ permision: 'none' }), 'contacts[0].permision: is not a known field'],
    ['a tone out of hearing', withContact({ audio: 'tone:19' }), 'contacts[0].audio: must be "tone:HERTZ"'],
    ['a tone with a fraction', withContact({ audio: 'tone:440.5' }), 'contacts[0].audio: must be "tone:HERTZ"'],
    ['a speech of nothing', withContact({ audio: 'speech:  ' }), 'contacts[0].audio: must be "tone:HERTZ"'],
    [
      'an audio path that climbs',
      withContact({ audio: '../../secret.wav' }),
      'contacts[0].audio: must be "tone:HERTZ"',
    ],
    ['an absolute audio path', withContact({ audio: '/etc/passwd' }), 'contacts[0].audio: must be "tone:HERTZ"'],
    [
      'an audio path of another drive',
      withContact({ audio: 'C:\\sound.wav' }),
      'contacts[0].audio: must be "tone:HERTZ"',
    ],
    [
      'an audio address',
      withContact({ audio: 'https://example.com/a.wav' }),
      'contacts[0].audio: must be "tone:HERTZ"',
    ],
    [
      'a way to be asked that is none',
      withContact({ asked: 'grant' }),
      'contacts[0].asked: must be "after:MILLISECONDS grant", "after:MILLISECONDS decline" or "ignore"',
    ],
    ['a clock that goes back', withStep({ at: 1, do: 'clock', by: -1 }), 'timeline[1].by: must'],
    [
      'a price of nowhere',
      {
        workspace: { ...workspace, rates: [{ place: 'ZZ', perMinute: '0.1', currency: 'USD' }] },
        contacts: [],
      },
      'workspace.rates[0]: "ZZ" is no country code',
    ],
    [
      'a price that stands twice',
      {
        workspace: {
          ...workspace,
          rates: [
            { place: 'IT', perMinute: '0.1', currency: 'USD' },
            { place: 'IT', perMinute: '0.2', currency: 'USD' },
          ],
        },
        contacts: [],
      },
      'workspace.rates[1]: repeats "IT" of line 1',
    ],
    [
      'hours across midnight',
      {
        workspace: {
          ...workspace,
          hours: {
            timeZone: 'Europe/Rome',
            week: { ...week, friday: [{ open: '20:00', close: '02:00' }] },
          },
        },
        contacts: [],
      },
      'workspace.hours.week.friday[0]: friday, span 1 (20:00 to 02:00) crosses midnight',
    ],
    [
      'an unknown verb',
      withStep({ at: 1, do: 'sing', contact: 'anna' }),
      'timeline[1].do: must be one of "message", "call", "note", "react", "balance", "grant", "decline", "revoke", "refuse", "clock"',
    ],
    [
      'a step without a time',
      withStep({ do: 'revoke', contact: 'anna' }),
      'timeline[1].at: is missing (must be a number)',
    ],
    ['a time before the start', withStep({ ...call, at: -1 }), 'timeline[1].at: must be at least 0'],
    ['a time with a fraction', withStep({ ...call, at: 0.5 }), 'timeline[1].at: must be a whole number'],
    ['a time after a day', withStep({ ...call, at: 86_400_001 }), 'timeline[1].at: must be at most 86400000'],
    [
      'a contact that nobody is',
      withStep({ ...call, contact: 'ana' }),
      'timeline[1].contact: no contact has the id "ana"',
    ],
    [
      'an empty message',
      withStep({ at: 0, do: 'message', contact: 'anna', text: '' }),
      'timeline[1].text: must have at least 1 character',
    ],
    ['a kind that is none', withStep({ ...call, kind: 'fax' }), 'timeline[1].kind: must be one of "voice", "video"'],
    [
      'a ring time as a text',
      withStep({ ...call, ringFor: '30' }),
      'timeline[1].ringFor: must be a number, not a text',
    ],
    ['a field of another verb', withStep({ ...call, text: 'hi' }), 'timeline[1].text: is not a known field'],
    [
      'a balance step without a value',
      withStep({ at: 0, do: 'balance' }),
      'timeline[1].value: is missing (must be a text)',
    ],
  ])('%s', (_, content, line) => {
    const lines = faults(content);
    expect(lines).toHaveLength(1);
    expect(lines[0]?.startsWith(line) ? line : lines[0]).toBe(line);
  });

  it('and all faults come at once', () => {
    expect(faults({ workspace: { name: 1 }, contacts: [{}, 7] })).toEqual([
      'workspace.name: must be a text',
      'workspace.number: is missing (must be a text)',
      'contacts[0].id: is missing (must be a text)',
      'contacts[0].name: is missing (must be a text)',
      'contacts[1]: must be an object',
    ]);
  });
});

describe('faults of other schemas', () => {
  it.each<[string, z.ZodType, unknown, string[]]>([
    ['a single allowed value', z.object({ version: z.literal(2) }), { version: 1 }, ['version: must be 2']],
    [
      'a union',
      z.object({ urls: z.union([z.string(), z.array(z.string()).min(1)]) }),
      { urls: 5 },
      ['urls: must be a text, or must be a list'],
    ],
    [
      'a limit of one',
      z.object({ codes: z.array(z.string()).max(1) }),
      { codes: ['a', 'b'] },
      ['codes: must have at most 1 entry'],
    ],
    [
      'a rule of its own',
      z.string().refine((value) => value === '', 'is not empty'),
      'x',
      ['(top level): is not empty'],
    ],
    ['a known format', z.object({ id: z.uuid() }), { id: 'x' }, ['id: must match']],
    [
      'a secret, which is not repeated',
      z.strictObject({ token: z.string().min(20) }),
      { token: 'hunter2' },
      ['token: must have at least 20 characters'],
    ],
  ])('%s', (_, schema, content, lines) => {
    const parsed = schema.safeParse(content);
    expect(parsed.success ? [] : describeIssues(parsed.error)).toEqual(
      lines.map((line) => expect.stringContaining(line)),
    );
  });
});
