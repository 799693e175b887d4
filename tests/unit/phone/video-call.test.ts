import { afterEach, describe, expect, it, vi } from 'vitest';
import type { PhoneDevices } from '#shared/contracts/phone.ts';
import { camera, headset, otherCamera, speaker } from '../../fakes/sip-browser.ts';
import { pass, pbxAccount } from '../../fakes/sip-desk.ts';
import { agree, answerInvite } from '../../fakes/sip-far-end.ts';
import { farEnd, lastPeerConnection } from '../../fakes/sip-peer-connection.ts';
import { callId, noChoice, openPhone, type PhoneBench, ringing, talking } from '../../fakes/sip-phone.ts';

afterEach(() => {
  vi.useRealTimers();
});

const done = { ok: true, value: null };
const ears = [headset, speaker];

async function openVideoPhone(cameras = [camera], choice: Partial<PhoneDevices> = {}): Promise<PhoneBench> {
  const bench = await openPhone({ ...noChoice, ...choice }, { ...pbxAccount, video: true });
  bench.devices.plug([...ears, ...cameras]);
  await pass(500);
  return bench;
}

const pictures = (bench: PhoneBench) => bench.of('call.pictures').map(({ own, contact }) => `${own} ${contact}`);
const openCameras = (bench: PhoneBench) => bench.devices.live.filter(({ kind }) => kind === 'video');
const sent = () => lastPeerConnection().video.sender.track;
const setCamera = (bench: PhoneBench, on: boolean) => bench.phone.command({ do: 'camera', callId, on });

async function place(bench: PhoneBench) {
  const target = { uri: 'sip:anna@example.com', contactId: null };
  const placed = bench.phone.command({ do: 'place', callId, target, kind: 'video', camera: true });
  await pass(100);
  return placed;
}

describe('a video call', () => {
  it('answered with the camera sends and takes pictures, and tells so', async () => {
    const bench = await openVideoPhone();
    await talking(bench, 'video', true);
    expect(lastPeerConnection().video.direction).toBe('sendrecv');
    expect(sent()).toMatchObject({ label: 'Camera', readyState: 'live', enabled: true });
    expect(pictures(bench)).toEqual(['starting false', 'on false', 'on true']);
    const { track } = lastPeerConnection().video.receiver;
    track.muted = true;
    track.dispatchEvent(new Event('mute'));
    track.muted = false;
    track.dispatchEvent(new Event('unmute'));
    expect(pictures(bench).slice(3)).toEqual(['on false', 'on true']);
  });

  it('does not wait for the camera', async () => {
    const bench = await openVideoPhone();
    await ringing(bench, 'video');
    const open = bench.devices.getUserMedia.bind(bench.devices);
    let give = (): void => undefined;
    const given = new Promise<void>((resolve) => {
      give = resolve;
    });
    bench.devices.getUserMedia = async (wanted) => {
      if (wanted.video !== undefined) await given;
      return open(wanted);
    };
    const answered = bench.phone.command({ do: 'answer', callId, camera: true });
    await pass(100);
    expect(await answered).toEqual(done);
    expect(sent()).toBeNull();
    give();
    await pass(10);
    expect(sent()?.label).toBe('Camera');
  });

  it('answered without the camera leaves its light off; it is switched on and off without an offer, also with the server gone', async () => {
    const bench = await openVideoPhone();
    await talking(bench, 'video');
    expect(openCameras(bench)).toEqual([]);
    expect(pictures(bench)).toEqual(['off true']);
    bench.server.connections = 'refused';
    bench.server.socket.drop();
    await pass(2000);
    expect(await setCamera(bench, true)).toEqual(done);
    expect(await setCamera(bench, true)).toEqual(done);
    expect(sent()?.label).toBe('Camera');
    expect(await setCamera(bench, false)).toEqual(done);
    expect(sent()).toBeNull();
    expect(openCameras(bench)).toEqual([]);
    expect(pictures(bench)).toEqual(['off true', 'starting true', 'on true', 'off true']);
    expect(bench.server.requests('INVITE')).toEqual([]);
    expect(bench.of('call.ended')).toEqual([]);
  });

  it('goes on without a camera that cannot be had', async () => {
    const bench = await openVideoPhone([]);
    await talking(bench, 'video', true);
    expect(bench.of('call.accepted')).toHaveLength(1);
    expect(pictures(bench)).toEqual(['starting false', 'failed false', 'failed true']);
    expect(await setCamera(bench, true)).toMatchObject({ ok: false, error: { code: 'camera' } });
    expect(await setCamera(bench, false)).toEqual(done);
    expect(pictures(bench).at(-1)).toBe('off true');
  });

  it('takes another camera for one that is unplugged, none where there is none, and the chosen one when it is back', async () => {
    const bench = await openVideoPhone([camera, otherCamera], { camera: 'other' });
    await talking(bench, 'video', true);
    expect(sent()?.label).toBe('Other camera');
    bench.devices.plug([...ears, camera]);
    await pass(500);
    expect(sent()).toMatchObject({ label: 'Camera', readyState: 'live' });
    bench.devices.plug(ears);
    await pass(500);
    expect(sent()).toBeNull();
    expect(pictures(bench).at(-1)).toBe('failed true');
    bench.devices.plug([...ears, camera, otherCamera]);
    await pass(500);
    expect(sent()).toMatchObject({ label: 'Other camera', readyState: 'live' });
    expect(pictures(bench).at(-1)).toBe('on true');
  });

  it('follows the choice of another camera', async () => {
    const bench = await openVideoPhone([camera, otherCamera]);
    await talking(bench, 'video', true);
    await bench.phone.command({ do: 'devices', devices: { ...noChoice, camera: 'other' } });
    await pass(10);
    expect(sent()?.label).toBe('Other camera');
    expect(openCameras(bench).map(({ label }) => label)).toEqual(['Other camera', 'Other camera']);
  });

  it('sends nothing while either side holds, and goes on afterwards', async () => {
    const bench = await openVideoPhone();
    const caller = await talking(bench, 'video', true);
    bench.server.replies.set('INVITE', agree);
    for (const on of [true, false]) {
      const held = bench.phone.command({ do: 'hold', callId, on });
      await pass(100);
      expect(await held).toEqual(done);
      expect(sent()?.label ?? null).toBe(on ? null : 'Camera');
    }
    expect(sent()?.enabled).toBe(true);
    caller.ack(caller.reinvite('sendonly'));
    await pass(50);
    expect(sent()).toBeNull();
    // Switched while held, it counts as soon as nobody holds.
    await setCamera(bench, false);
    await setCamera(bench, true);
    expect(sent()).toBeNull();
    caller.ack(2);
    caller.reinvite('sendrecv');
    await pass(50);
    expect(sent()).toMatchObject({ label: 'Camera', enabled: true });
  });

  it('frees the camera at its end, also one that was still being opened', async () => {
    const bench = await openVideoPhone();
    await talking(bench, 'video', true);
    await bench.phone.command({ do: 'hangup', callId });
    await pass(10);
    expect(openCameras(bench)).toEqual([]);
    await ringing(bench, 'video');
    let open = (): void => undefined;
    bench.devices.gate = new Promise((resolve) => {
      open = resolve;
    });
    const answered = bench.phone.command({ do: 'answer', callId, camera: true });
    await pass(10);
    await bench.phone.command({ do: 'hangup', callId });
    const reported = pictures(bench).length;
    open();
    await pass(10);
    expect(await answered).toMatchObject({ ok: false });
    expect(bench.devices.live).toEqual([]);
    expect(pictures(bench)).toHaveLength(reported);
  });

  it('that is placed offers sound first, then pictures both ways', async () => {
    const bench = await openVideoPhone();
    expect(await place(bench)).toEqual(done);
    expect(lastPeerConnection().added).toEqual(['audio', 'video']);
    answerInvite(bench.server, 200, 'OK');
    await pass(10);
    expect(sent()?.label).toBe('Camera');
  });

  it('whose far end takes no pictures is a call without: the camera is switched off and stays so', async () => {
    const bench = await openVideoPhone();
    farEnd.video = 'inactive';
    await place(bench);
    answerInvite(bench.server, 200, 'OK');
    await pass(10);
    expect(openCameras(bench)).toEqual([]);
    expect(pictures(bench).at(-1)).toMatch(/^off/);
    expect(await setCamera(bench, true)).toMatchObject({ ok: false, error: { code: 'unsupported' } });
  });
});

describe('a voice call', () => {
  it('has no camera, and takes no picture that is added later', async () => {
    const bench = await openVideoPhone();
    const caller = await talking(bench, 'voice', true);
    expect(lastPeerConnection().video.direction).toBe('inactive');
    caller.reinvite('sendrecv');
    await pass(50);
    expect(lastPeerConnection().video.direction).toBe('inactive');
    expect(await setCamera(bench, true)).toMatchObject({ ok: false, error: { code: 'unsupported' } });
    expect(openCameras(bench)).toEqual([]);
    expect(pictures(bench)).toEqual([]);
  });

  it('is what a workspace without pictures makes of every call', async () => {
    const bench = await openPhone();
    await ringing(bench, 'video');
    expect(bench.of('call.offered')[0]?.kind).toBe('voice');
    await bench.phone.command({ do: 'hangup', callId });
    await place(bench);
    expect(lastPeerConnection().added).toEqual([]);
  });
});

describe('the preview', () => {
  it('opens the camera and frees it again; a call takes its place', async () => {
    const bench = await openVideoPhone();
    expect(await bench.phone.command({ do: 'preview', on: true })).toEqual(done);
    expect(openCameras(bench).length).toBeGreaterThan(0);
    expect(await bench.phone.command({ do: 'preview', on: false })).toEqual(done);
    expect(openCameras(bench)).toEqual([]);
    await bench.phone.command({ do: 'preview', on: true });
    await talking(bench);
    expect(openCameras(bench)).toEqual([]);
  });

  it('says that there is no camera', async () => {
    const bench = await openVideoPhone([]);
    expect(await bench.phone.command({ do: 'preview', on: true })).toMatchObject({
      ok: false,
      error: { code: 'camera' },
    });
  });
});
