import { describe, expect, it } from 'vitest';
import type { SessionSnapshot } from '#shared/contracts/session.ts';
import type { Start } from '../../../src/main/start/read-start.ts';
import { phoneAccount } from '../../../src/main/wiring/phone-account.ts';
import { snapshot } from '../ui/support.ts';

const reached = { server: 'wss://gateway.example/sip', uri: 'sip:anna@gateway.example', displayName: 'Anna' };
const withVideo = (video: boolean): SessionSnapshot => snapshot({ workspace: { ...snapshot().workspace, video } });

function start(mode: 'gateway' | 'pbx', awaitedSecret: unknown = null): Start {
  const workspace =
    mode === 'pbx'
      ? { mode, server: 'wss://pbx.example/ws', uri: 'sip:eva@pbx.example', username: 'eva', password: 'sesame' }
      : { mode };
  return { awaitedSecret, configuration: { workspace, displayName: null, iceServers: [] } } as unknown as Start;
}

describe('the account of the phone window', () => {
  it.each([true, false])('says whether the provider carries pictures: %s', (video) => {
    const account = phoneAccount({ start: start('gateway'), session: withVideo(video), instanceId: 'i', reached });
    expect(account).toMatchObject({ mode: 'gateway', ...reached, video });
  });

  it('has no pictures at a PBX, whatever is known of the workspace', () => {
    const account = phoneAccount({ start: start('pbx'), session: withVideo(true), instanceId: 'i', reached: null });
    expect(account).toMatchObject({ mode: 'pbx', uri: 'sip:eva@pbx.example', displayName: 'Lena', video: false });
  });

  it('is not there before the gateway or the secret is', () => {
    const session = withVideo(true);
    expect(phoneAccount({ start: start('gateway'), session, instanceId: 'i', reached: null })).toBeNull();
    expect(phoneAccount({ start: start('gateway', {}), session, instanceId: 'i', reached })).toBeNull();
  });
});
