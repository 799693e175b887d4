import { afterEach, describe, expect, it, vi } from 'vitest';
import { headset, speaker } from '../../fakes/sip-browser.ts';
import { pass, pbxAccount } from '../../fakes/sip-desk.ts';
import { lastPeerConnection, peerConnections } from '../../fakes/sip-peer-connection.ts';
import { callId, noChoice, openPhone, ringing, talking } from '../../fakes/sip-phone.ts';
import { headerOf } from '../../fakes/sip-text.ts';

afterEach(() => {
  vi.useRealTimers();
});

const done = { ok: true, value: null };

describe('the phone', () => {
  it('registers and says what devices there are, without their aliases', async () => {
    const { of } = await openPhone();
    expect(of('registration').at(-1)?.state).toBe('registered');
    expect(of('devices').at(-1)).toEqual({
      type: 'devices',
      microphones: [
        { id: 'headset', label: 'Headset' },
        { id: 'webcam', label: 'Webcam' },
      ],
      speakers: [{ id: 'speaker', label: 'Speaker' }],
      cameras: [],
    });
  });

  it('takes the same account again without registering anew, and another one by starting over', async () => {
    const { phone, server, of } = await openPhone();
    expect(await phone.command({ do: 'configure', account: { ...pbxAccount }, devices: noChoice })).toEqual(done);
    expect(server.requests('REGISTER')).toHaveLength(1);
    const changing = phone.command({ do: 'configure', account: { ...pbxAccount, password: 'new' }, devices: noChoice });
    await pass(500);
    expect(await changing).toEqual(done);
    expect(server.requests('REGISTER').map((request) => headerOf(request, 'Expires'))).toEqual(['300', '0', '300']);
    expect(of('registration').at(-1)?.state).toBe('registered');
  });

  it('ends with one agent where two accounts come at once', async () => {
    const { phone, server, of } = await openPhone();
    const changes = ['one', 'two'].map((password) =>
      phone.command({ do: 'configure', account: { ...pbxAccount, password }, devices: noChoice }),
    );
    await pass(3000);
    expect(await Promise.all(changes)).toEqual([done, done]);
    expect(server.sockets.filter(({ readyState }) => readyState === 1)).toHaveLength(1);
    expect(of('registration').at(-1)?.state).toBe('registered');
  });

  it.each([
    { ...pbxAccount, uri: 'not a uri at all' },
    { ...pbxAccount, server: 'nowhere' },
    { ...pbxAccount, instanceId: 'x' },
  ])('refuses an account that cannot work', async (account) => {
    const { phone } = await openPhone();
    const refused = phone.command({ do: 'configure', account, devices: noChoice });
    await pass(1100);
    expect(await refused).toMatchObject({ ok: false, error: { code: 'invalid' } });
    const target = { uri: 'sip:a@b', contactId: null };
    expect(await phone.command({ do: 'place', callId, target, kind: 'voice', camera: false })).toMatchObject({
      ok: false,
      error: { code: 'offline' },
    });
  });

  it('answers commands for calls that are not there with gone', async () => {
    const { phone } = await openPhone();
    for (const command of [
      { do: 'answer', callId: 'x', camera: false },
      { do: 'decline', callId: 'x', busy: true },
      { do: 'hangup', callId: 'x' },
      { do: 'mute', callId: 'x', on: true },
      { do: 'hold', callId: 'x', on: true },
      { do: 'dtmf', callId: 'x', tones: '1' },
      { do: 'record', callId: 'x', recordingId: 'r' },
    ] as const) {
      expect(await phone.command(command)).toMatchObject({ ok: false, error: { code: 'gone' } });
    }
    expect(await phone.command({ do: 'stopRecord', recordingId: 'r' })).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
  });

  it('ends calls, unregisters and closes when it is shut down', async () => {
    const bench = await openPhone();
    await talking(bench);
    const down = bench.phone.command({ do: 'shutdown' });
    await pass(100);
    expect(await down).toEqual(done);
    expect(bench.of('call.ended')).toHaveLength(1);
    expect(bench.server.requests('BYE')).toHaveLength(1);
    expect(headerOf(bench.server.requests('REGISTER').at(-1)!, 'Expires')).toBe('0');
    expect(bench.devices.live).toEqual([]);
  });
});

describe('answering', () => {
  it('opens the microphone, and says that media flows', async () => {
    const bench = await openPhone();
    await talking(bench);
    expect(bench.devices.live).toHaveLength(2);
    expect(bench.said.filter(({ type }) => type.startsWith('call.')).map(({ type }) => type)).toEqual([
      'call.offered',
      'call.accepted',
      'call.media',
    ]);
  });

  it.each([
    ['none is there', 'microphone-missing'],
    ['it is denied', 'microphone-failed'],
  ])('fails without a microphone (%s) and goes on ringing', async (why, problem) => {
    const bench = await openPhone();
    if (why === 'it is denied') bench.devices.denied = true;
    else bench.devices.devices = [speaker];
    await ringing(bench);
    expect(await bench.phone.command({ do: 'answer', callId, camera: false })).toMatchObject({
      ok: false,
      error: { code: 'microphone' },
    });
    expect(bench.of('device.problem')).toEqual([{ type: 'device.problem', problem, label: null }]);
    expect(bench.of('call.ended')).toEqual([]);
    bench.devices.denied = false;
    bench.devices.devices = [headset];
    const again = bench.phone.command({ do: 'answer', callId, camera: false });
    await pass(100);
    expect(await again).toEqual(done);
  });

  it('lets go of a microphone that opens after the caller gave up', async () => {
    const bench = await openPhone();
    const caller = await ringing(bench);
    let open = (): void => {};
    bench.devices.gate = new Promise((resolve) => {
      open = resolve;
    });
    const answered = bench.phone.command({ do: 'answer', callId, camera: false });
    await pass(10);
    caller.cancel();
    await pass(10);
    expect(bench.of('call.ended')).toMatchObject([{ by: 'remote', cause: 'cancelled' }]);
    open();
    expect(await answered).toMatchObject({ ok: false, error: { code: 'gone' } });
    expect(bench.devices.opened).toHaveLength(1);
    expect(bench.devices.live).toEqual([]);
    expect(peerConnections).toEqual([]);
  });

  it('that is hung up while the microphone opens declines', async () => {
    const bench = await openPhone();
    const caller = await ringing(bench);
    const answered = bench.phone.command({ do: 'answer', callId, camera: false });
    expect(await bench.phone.command({ do: 'hangup', callId })).toEqual(done);
    await pass(50);
    expect(await answered).toMatchObject({ ok: false, error: { code: 'gone' } });
    expect(caller.answers.map(({ status }) => status)).toEqual([603]);
    expect(bench.devices.live).toEqual([]);
  });

  it('twice answers once', async () => {
    const bench = await openPhone();
    const caller = await ringing(bench);
    const both = [
      bench.phone.command({ do: 'answer', callId, camera: false }),
      bench.phone.command({ do: 'answer', callId, camera: false }),
    ];
    await pass(200);
    expect(await both[0]).toEqual(done);
    expect(await both[1]).toMatchObject({ ok: false, error: { code: 'gone' } });
    expect(caller.answers).toHaveLength(1);
    caller.ack();
    caller.bye();
    await pass(10);
    expect(bench.devices.live).toEqual([]);
  });

  it('is waited for by what is asked for right after it', async () => {
    const bench = await openPhone();
    await ringing(bench);
    const answered = bench.phone.command({ do: 'answer', callId, camera: false });
    const muted = bench.phone.command({ do: 'mute', callId, on: true });
    await pass(100);
    expect(await answered).toEqual(done);
    expect(await muted).toEqual(done);
    expect(lastPeerConnection().getSenders()[0]!.track?.enabled).toBe(false);
    expect(bench.of('call.muted')).toEqual([{ type: 'call.muted', callId, on: true }]);
  });
});

describe('placing', () => {
  const place = {
    do: 'place',
    callId,
    target: { uri: 'sip:anna@example.com', contactId: null },
    kind: 'voice',
    camera: false,
  } as const;

  it('is refused without a microphone, and nothing is dialled', async () => {
    const bench = await openPhone();
    bench.devices.devices = [];
    expect(await bench.phone.command(place)).toMatchObject({ ok: false, error: { code: 'microphone' } });
    await pass(100);
    expect(bench.server.requests('INVITE')).toEqual([]);
    bench.devices.devices = [headset];
    expect(await bench.phone.command(place)).toEqual(done);
  });

  it('that is given up while the microphone opens is never dialled', async () => {
    const bench = await openPhone();
    let open = (): void => {};
    bench.devices.gate = new Promise((resolve) => {
      open = resolve;
    });
    const placed = bench.phone.command(place);
    expect(await bench.phone.command({ do: 'hangup', callId })).toEqual(done);
    open();
    expect(await placed).toMatchObject({ ok: false, error: { code: 'gone' } });
    await pass(1000);
    expect(bench.server.requests('INVITE')).toEqual([]);
    expect(bench.devices.live).toEqual([]);
  });

  it('lets go of the microphone where the server is away', async () => {
    const bench = await openPhone();
    bench.server.connections = 'refused';
    bench.server.socket.drop();
    expect(await bench.phone.command(place)).toMatchObject({ ok: false, error: { code: 'offline' } });
    expect(bench.devices.live).toEqual([]);
  });
});
