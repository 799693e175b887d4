import { describe, expect, it } from 'vitest';
import { configurationOf } from '../../../src/main/policy/configuration.ts';

describe('configurationOf', () => {
  it('without a policy is the sandbox of whoever is logged in', () => {
    expect(configurationOf({}, 'anna')).toEqual({
      workspace: { mode: 'sandbox' },
      agent: { name: 'anna', role: 'agent' },
      displayName: null,
      iceServers: [],
      recording: { allowed: true, automatic: false, directory: null },
    });
    expect(configurationOf({}, ' ').agent.name).toBe('Agent');
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
