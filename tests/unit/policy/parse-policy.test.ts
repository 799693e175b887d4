import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../../../src/main/policy/parse-policy.ts';

const gateway = { mode: 'gateway', url: 'wss://gateway.example/agent', token: 't' };
const pbx = { workspace: { mode: 'pbx' }, sip: { server: 'wss://pbx.example:8443', uri: 'sip:anna@example.com' } };
const problems = (policy: unknown): readonly string[] => {
  const parsed = parsePolicy(typeof policy === 'string' ? policy : JSON.stringify(policy));
  return parsed.ok ? [] : parsed.problems;
};

describe('parsePolicy', () => {
  it.each([
    [{}],
    [{ workspace: { mode: 'sandbox' } }],
    [{ workspace: gateway }],
    [{ workspace: gateway, sip: { displayName: 'Anna', iceServers: [{ urls: 'turn:turn.example' }] } }],
    [pbx],
    [{ ...pbx, sip: { ...pbx.sip, username: 'anna', password: '' } }],
    [{ recording: { enabled: false }, agent: { name: 'Anna', role: 'supervisor' }, locale: 'it' }],
  ])('takes %j', (policy) => {
    expect(parsePolicy(JSON.stringify(policy))).toEqual({ ok: true, policy });
  });

  it('takes a byte order mark', () => {
    expect(parsePolicy('\uFEFF{"locale":"de"}')).toEqual({ ok: true, policy: { locale: 'de' } });
  });

  it.each([
    [{ workspace: { mode: 'gateway' } }, ['workspace.url: is missing', 'workspace.token: is missing']],
    [{ workspace: { mode: 'gateway', url: 'wss://gateway.example' } }, ['workspace.token: is missing']],
    [{ notes: { transcripts: 'local' } }, ['notes.transcriptModel: is missing']],
    [{ notes: { transcriptModel: 'models/tiny' } }, ['notes.transcriptModel: must be a whole path']],
    [{ workspace: { mode: 'pbx' } }, ['sip.server: is missing', 'sip.uri: is missing']],
    [{ workspace: { mode: 'pbx' }, sip: { server: 'wss://pbx.example' } }, ['sip.uri: is missing']],
    [{ sip: pbx.sip }, ['sip.server: is only for', 'sip.uri: is only for']],
    [{ workspace: { url: gateway.url } }, ['workspace.url: is only for']],
    [{ workspace: { mode: 'pbx', token: 't' }, sip: pbx.sip }, ['workspace.token: is only for']],
    [{ sip: { server: 'ws://pbx.example' } }, ['sip.server: must be a wss:// address']],
    [{ sip: { server: 7 } }, ['sip.server: must be']],
    [{ sip: { uri: 'anna' } }, ['sip.uri: must look like sip:anna@example.com']],
    [{ recording: { enbled: true } }, ['recording.enbled: is not a known field']],
    [{ locale: 'fr' }, ['locale: must be one of']],
    [{ agent: { role: 'root', name: '' } }, ['agent.name: must', 'agent.role: must be one of']],
    [[], ['(top level): must be an object']],
    ['null', ['(top level): must be an object']],
    ['"x"', ['(top level): must be an object']],
  ])('refuses %j and names the field', (policy, expected) => {
    const found = problems(policy);
    expect(found).toHaveLength(expected.length);
    for (const line of expected) expect(found.some((problem) => problem.startsWith(line))).toBe(true);
  });

  it.each([
    ['', 'is not valid JSON: it ends too early'],
    ['{"workspace":', 'is not valid JSON: it ends too early'],
    ['{\n  "locale": "it",\n}', 'is not valid JSON: line 3, column 1'],
    ['{"sip":{"password":"geheim" "x":1}}', 'is not valid JSON: line 1, column 29'],
    ['geheim', 'is not valid JSON: unexpected "g"'],
  ])('says where %j is no JSON', (text, expected) => {
    expect(problems(text)).toEqual([expected]);
  });

  it('never repeats a value, which may be a password', () => {
    const policies = [
      '{"sip":{"password":"geheim",}}',
      { sip: { password: 'geheim', extra: 1 } },
      { workspace: { mode: 'pbx', token: 'geheim' }, sip: { server: 'geheim' } },
    ];
    for (const policy of policies) {
      const found = problems(policy);
      expect(found.length).toBeGreaterThan(0);
      expect(found.join()).not.toContain('geheim');
    }
  });
});
