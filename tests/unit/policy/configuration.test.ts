import { describe, expect, it } from 'vitest';
import { configurationOf } from '../../../src/main/policy/configuration.ts';

describe('configurationOf', () => {
  it('without a policy is the sandbox of somebody unnamed', () => {
    expect(configurationOf({}, 'anna')).toEqual({
      workspace: { mode: 'sandbox' },
      agent: { name: null, role: 'agent' },
      computerUser: 'anna',
      displayName: null,
      iceServers: [],
      recording: { allowed: true, automatic: false, directory: null },
      notes: { keepDays: null, keepBytes: null, transcripts: 'provider', transcriptModel: null },
    });
    const notes = { keepDays: 30, keepMegabytes: 500, transcripts: 'local', transcriptModel: '/models/a' } as const;
    expect(configurationOf({ notes }, 'anna').notes).toEqual({
      keepDays: 30,
      keepBytes: 524_288_000,
      transcripts: 'local',
      transcriptModel: '/models/a',
    });
  });

  it('names the agent as the policy does, else as the PBX knows them', () => {
    const sip = { server: 'wss://p', uri: 'sips:anna.bianchi@p:5061' };
    const pbx = { workspace: { mode: 'pbx' }, sip } as const;
    const account = { mode: 'pbx', ...sip } as const;
    const named = (...[policy, given]: [Parameters<typeof configurationOf>[0], typeof account?]) =>
      configurationOf(policy, 'root', given).agent.name;
    expect(named({ ...pbx, agent: { name: 'Carla' } })).toBe('Carla');
    expect(named({ ...pbx, sip: { ...sip, displayName: 'Anna B.' } })).toBe('Anna B.');
    expect(named(pbx)).toBe('anna.bianchi');
    expect(named({}, account)).toBe('anna.bianchi');
    expect(named({ workspace: { mode: 'gateway', url: 'wss://g.example', token: 't' } })).toBeNull();
  });

  it('takes a gateway and a PBX over', () => {
    const gateway = { mode: 'gateway', url: 'wss://g.example/agent', token: 't' } as const;
    expect(configurationOf({ workspace: gateway }, 'a').workspace).toEqual(gateway);
    expect(
      configurationOf({ workspace: { mode: 'pbx' }, sip: { server: 'wss://p', uri: 'sip:a@p', password: 's' } }, 'a')
        .workspace,
    ).toEqual({ mode: 'pbx', server: 'wss://p', uri: 'sip:a@p', username: null, password: 's' });
  });

  it('never records by itself what may not be recorded', () => {
    expect(configurationOf({ recording: { enabled: false, automatic: true } }, 'a').recording).toEqual({
      allowed: false,
      automatic: false,
      directory: null,
    });
  });
});
