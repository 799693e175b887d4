import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../../src/gateway/cli-arguments.ts';

const parse = (...words: readonly string[]) => parseArguments(words, () => 'made-up-token');

describe('the command line', () => {
  it('needs a scenario only', () => {
    expect(parse('--scenario=a.json')).toEqual({
      ok: true,
      value: {
        scenario: 'a.json',
        host: '127.0.0.1',
        port: 0,
        data: null,
        notesKey: null,
        notesDays: null,
        agents: [{ id: 'agent', name: 'Agent', role: 'agent', token: 'made-up-token' }],
        phones: [],
        origins: [],
        hosts: [],
      },
    });
  });

  it('takes agents, phones and the rest', () => {
    const parsed = parse(
      '--scenario=a.json',
      '--port=5080',
      '--data=dir',
      '--notes-key=notes.key',
      '--notes-days=30',
      '--host=::1',
      '--agent=anna:Anna Rossi:t1',
      '--agent=bruno:Bruno:t2:supervisor',
      '--phone=anna:an:pass:word',
      '--allow-origin=https://desk.example',
      '--allow-host=Gateway.Example',
    );
    expect(parsed).toMatchObject({
      ok: true,
      value: {
        port: 5080,
        data: 'dir',
        notesKey: 'notes.key',
        notesDays: 30,
        host: '::1',
        agents: [
          { id: 'anna', name: 'Anna Rossi', role: 'agent', token: 't1' },
          { id: 'bruno', role: 'supervisor', token: 't2' },
        ],
        phones: [{ agentId: 'anna', username: 'an', password: 'pass:word' }],
        origins: ['https://desk.example'],
        hosts: ['gateway.example'],
      },
    });
  });

  it('explains itself', () => {
    expect(parse('--help')).toEqual({ ok: true, value: 'help' });
  });

  it.each([
    [[], '--scenario=FILE is missing'],
    [['--scenario=a', '--prot=1'], '--prot'],
    [['--scenario=a', 'b'], "'b'"],
    [['--scenario=a', '--port=70000'], '--port'],
    [['--scenario=a', '--port=x'], '--port'],
    [['--scenario=a', '--notes-key=k'], '--notes-key needs --data'],
    [['--scenario=a', '--notes-days=0'], '--notes-days'],
    [['--scenario=a', '--agent=anna'], '--agent must be ID:NAME:TOKEN'],
    [['--scenario=a', '--agent=anna:Anna:s3cret:boss'], '--agent [0].role'],
    [['--scenario=a', '--agent=:Anna:s3cret'], '--agent [0].id'],
    [['--scenario=a', '--agent=a:A:t', '--agent=a:B:u'], 'stands twice'],
    [['--scenario=a', '--phone=x:y'], '--phone must be'],
    [['--scenario=a', '--agent=a:A:t', '--phone=b:u:s3cret'], 'no agent "b"'],
  ] as const)('%j is refused with a word about why, and without secrets', (words, why) => {
    const parsed = parse(...words);
    expect(parsed.ok).toBe(false);
    const detail = parsed.ok ? '' : (parsed.error.detail ?? '');
    expect(detail).toContain(why);
    expect(detail).not.toContain('s3cret');
  });
});
