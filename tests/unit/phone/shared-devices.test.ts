import { afterEach, describe, expect, it, vi } from 'vitest';
import { camera, headset, otherCamera, recorders, sourceNodes, speaker, webcam } from '../../fakes/sip-browser.ts';
import { pass, pbxAccount } from '../../fakes/sip-desk.ts';
import { lastPeerConnection } from '../../fakes/sip-peer-connection.ts';
import { callId, noChoice, openPhone, type PhoneBench, talking } from '../../fakes/sip-phone.ts';

afterEach(() => {
  vi.useRealTimers();
});

const sent = (kind: 'sound' | 'picture') =>
  kind === 'sound' ? lastPeerConnection().getSenders()[0]!.track : lastPeerConnection().video.sender.track;
const problems = (bench: PhoneBench) => bench.of('device.problem').map(({ problem, label }) => [problem, label]);
const choose = (bench: PhoneBench, choice: { microphone?: string; camera?: string }) =>
  bench.phone.command({ do: 'devices', devices: { ...noChoice, ...choice } });

/** Another program takes the device: its track ends, and no device is plugged or unplugged. */
function takeAway(bench: PhoneBench, kind: 'audio' | 'video'): void {
  bench.devices.denied = true;
  bench.devices.opened.findLast((track) => track.kind === kind)!.unplug();
}

function gate(bench: PhoneBench): () => void {
  let open = (): void => undefined;
  bench.devices.gate = new Promise((resolve) => {
    open = resolve;
  });
  return open;
}

async function openVideoPhone(): Promise<PhoneBench> {
  const bench = await openPhone(noChoice, { ...pbxAccount, video: true });
  bench.devices.plug([headset, speaker, camera, otherCamera]);
  await pass(500);
  return bench;
}

describe('a microphone in use', () => {
  it('that another program takes leaves silence, is told once, and is had again when it is free, though nothing says so', async () => {
    const bench = await openPhone();
    await talking(bench);
    takeAway(bench, 'audio');
    await pass(10_000);
    expect(sent('sound')).toMatchObject({ label: 'mixed', readyState: 'live' });
    expect(problems(bench)).toEqual([['microphone-failed', null]]);
    bench.devices.denied = false;
    await pass(3000);
    expect(sent('sound')).toMatchObject({ label: 'Headset', readyState: 'live' });
    expect(problems(bench)).toHaveLength(1);
    await bench.phone.command({ do: 'hangup', callId });
    expect(bench.devices.live).toEqual([]);
  });

  it('is told of once where it is not the chosen one, also when it has to be opened again', async () => {
    const bench = await openPhone({ ...noChoice, microphone: 'headset' });
    await talking(bench);
    bench.devices.plug([webcam, speaker]);
    await pass(500);
    bench.devices.opened.at(-1)!.unplug();
    await pass(500);
    expect(sent('sound')).toMatchObject({ label: 'Webcam', readyState: 'live' });
    expect(problems(bench)).toEqual([['microphone-changed', 'Webcam']]);
  });

  it('that is muted stays so in the one that follows it, from its first moment', async () => {
    const bench = await openPhone();
    await talking(bench);
    await bench.phone.command({ do: 'mute', callId, on: true });
    const sender = lastPeerConnection().getSenders()[0]!;
    const replace = vi.spyOn(sender, 'replaceTrack');
    const enabled: (boolean | undefined)[] = [];
    replace.mockImplementation(async (track) => {
      enabled.push(track?.enabled);
      sender.track = track;
    });
    await choose(bench, { microphone: 'webcam' });
    await pass(100);
    takeAway(bench, 'audio');
    await pass(100);
    expect(enabled).toEqual([false, false]);
  });

  it('closes with its last user, not before', async () => {
    const bench = await openPhone();
    await talking(bench);
    await bench.phone.command({ do: 'meter', on: true });
    expect(bench.devices.opened).toHaveLength(1);
    await bench.phone.command({ do: 'meter', on: false });
    expect(bench.devices.live).toHaveLength(2);
    await bench.phone.command({ do: 'hangup', callId });
    expect(bench.devices.live).toEqual([]);
  });

  it('that was chosen while another one opened is the only one that stays open', async () => {
    const bench = await openPhone();
    const openFirst = gate(bench);
    const metered = bench.phone.command({ do: 'meter', on: true });
    const openSecond = gate(bench);
    await choose(bench, { microphone: 'webcam' });
    openFirst();
    await metered;
    openSecond();
    await pass(10);
    expect(bench.devices.opened.map(({ label }) => label)).toEqual(['Headset', 'Webcam']);
    expect(bench.devices.live.map(({ label }) => label)).toEqual(['Webcam', 'Webcam']);
    await bench.phone.command({ do: 'meter', on: false });
    expect(bench.devices.live).toEqual([]);
  });

  it('that is lost again before everybody had it back leaves nobody without a track, and is told again', async () => {
    const bench = await openPhone();
    await talking(bench);
    takeAway(bench, 'audio');
    await pass(100);
    bench.devices.denied = false;
    await bench.phone.command({ do: 'meter', on: true });
    takeAway(bench, 'audio');
    await pass(100);
    expect(sourceNodes.at(-1)!.mediaStream.getTracks()).toMatchObject([{ label: 'mixed', readyState: 'live' }]);
    expect(sent('sound')).toMatchObject({ label: 'mixed', readyState: 'live' });
    expect(problems(bench)).toHaveLength(2);
  });
});

describe('a camera in use', () => {
  it('that another program takes is none, told once, and is had again when it is free, though nothing says so', async () => {
    const bench = await openVideoPhone();
    await talking(bench, 'video', true);
    takeAway(bench, 'video');
    await pass(10_000);
    expect(sent('picture')).toBeNull();
    bench.devices.denied = false;
    await pass(3000);
    expect(sent('picture')).toMatchObject({ label: 'Camera', readyState: 'live' });
    expect(
      bench
        .of('call.pictures')
        .map(({ own }) => own)
        .slice(-3),
    ).toEqual(['on', 'failed', 'on']);
    expect(problems(bench)).toEqual([]);
    await bench.phone.command({ do: 'hangup', callId });
    expect(bench.devices.live).toEqual([]);
  });

  it('that is disabled is followed by one that is not', async () => {
    const bench = await openVideoPhone();
    await talking(bench, 'video', true);
    sent('picture')!.enabled = false;
    const replace = vi.spyOn(lastPeerConnection().video.sender, 'replaceTrack');
    const enabled: (boolean | undefined)[] = [];
    replace.mockImplementation(async (track) => {
      enabled.push(track?.enabled);
    });
    await choose(bench, { camera: 'other' });
    await pass(100);
    expect(enabled).toEqual([true]);
  });

  it('that a note records stays its camera, whichever is chosen, and closes with it', async () => {
    const bench = await openVideoPhone();
    const noteId = 'note-1';
    await bench.phone.command({ do: 'note.record', noteId, kind: 'video', limitMs: 60_000 });
    const [picture] = recorders[0]!.stream.getVideoTracks();
    await choose(bench, { camera: 'other' });
    await pass(100);
    expect(bench.devices.opened.at(-1)?.label).toBe('Other camera');
    expect(picture).toMatchObject({ label: 'Camera', readyState: 'live' });
    await bench.phone.command({ do: 'note.discard', noteId });
    await pass(100);
    expect(bench.devices.live).toEqual([]);
  });

  it('that was chosen while another one opened is the only one that stays open', async () => {
    const bench = await openVideoPhone();
    const openFirst = gate(bench);
    const seen = bench.phone.command({ do: 'preview', on: true });
    const openSecond = gate(bench);
    await choose(bench, { camera: 'other' });
    openFirst();
    await seen;
    openSecond();
    await pass(10);
    expect(bench.devices.live.map(({ label }) => label)).toEqual(['Other camera', 'Other camera']);
  });
});
