import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  audioContexts,
  audioElements,
  FakeAudioContext,
  headset,
  playing,
  speaker,
  webcam,
} from '../../fakes/sip-browser.ts';
import { pass } from '../../fakes/sip-desk.ts';
import { FakeTrack, lastPeerConnection } from '../../fakes/sip-peer-connection.ts';
import { callId, noChoice, openPhone, talking } from '../../fakes/sip-phone.ts';

afterEach(() => {
  vi.useRealTimers();
});

const done = { ok: true, value: null };

describe('devices', () => {
  it('are the chosen ones, where they are there', async () => {
    const choice = { ...noChoice, microphone: 'webcam', speaker: 'speaker', ringer: 'gone' };
    const bench = await openPhone(choice);
    await talking(bench);
    lastPeerConnection().dispatchEvent(Object.assign(new Event('track'), { track: new FakeTrack('contact') }));
    await pass(10);
    expect(bench.devices.opened.at(-1)?.label).toBe('Webcam');
    expect(audioElements.at(-1)?.sinkId).toBe('speaker');
    expect(bench.of('device.problem')).toEqual([]);
  });

  it('that are unplugged during a call are replaced, muted as before, and taken again when they are back', async () => {
    const bench = await openPhone({ ...noChoice, microphone: 'headset' });
    await talking(bench);
    await bench.phone.command({ do: 'mute', callId, on: true });
    const sender = lastPeerConnection().getSenders()[0]!;
    bench.devices.plug([webcam, speaker]);
    await pass(500);
    expect(sender.track).toMatchObject({ label: 'Webcam', enabled: false, readyState: 'live' });
    expect(bench.of('device.problem')).toEqual([
      { type: 'device.problem', problem: 'microphone-changed', label: 'Webcam' },
    ]);
    await bench.phone.command({ do: 'mute', callId, on: false });
    expect(sender.track?.enabled).toBe(true);
    bench.devices.plug([webcam, headset, speaker]);
    await pass(500);
    expect(sender.track).toMatchObject({ label: 'Headset', enabled: true, readyState: 'live' });
    expect(bench.devices.live.map(({ label }) => label)).toEqual(['Headset', 'Headset']);
    await bench.phone.command({ do: 'hangup', callId });
    await pass(10);
    expect(bench.devices.live).toEqual([]);
  });

  it('follow the system’s default where nothing is chosen', async () => {
    const bench = await openPhone();
    await talking(bench);
    bench.devices.plug([webcam, headset, speaker]);
    await pass(500);
    expect(lastPeerConnection().getSenders()[0]!.track?.label).toBe('Webcam');
  });

  it('can be changed by the agent during a call without a word of warning', async () => {
    const bench = await openPhone();
    await talking(bench);
    await bench.phone.command({ do: 'devices', devices: { ...noChoice, microphone: 'webcam' } });
    await pass(100);
    expect(lastPeerConnection().getSenders()[0]!.track?.label).toBe('Webcam');
    expect(bench.of('device.problem')).toEqual([]);
    expect(bench.devices.live).toHaveLength(2);
  });

  it('that are all gone leave the call with silence, until there is one again', async () => {
    const bench = await openPhone();
    await talking(bench);
    const sender = lastPeerConnection().getSenders()[0]!;
    bench.devices.plug([speaker]);
    await pass(500);
    expect(bench.of('device.problem')).toEqual([
      { type: 'device.problem', problem: 'microphone-missing', label: null },
    ]);
    expect(sender.track).toMatchObject({ label: 'mixed', readyState: 'live' });
    expect(bench.of('call.ended')).toEqual([]);
    bench.devices.plug([headset, speaker]);
    await pass(500);
    expect(sender.track?.label).toBe('Headset');
  });

  it('are metered for the settings page, with the microphone open only as long as that', async () => {
    const bench = await openPhone();
    expect(await bench.phone.command({ do: 'meter', on: true })).toEqual(done);
    expect(await bench.phone.command({ do: 'meter', on: true })).toEqual(done);
    expect(bench.devices.live).toHaveLength(2);
    expect(await bench.phone.command({ do: 'meter', on: false })).toEqual(done);
    expect(bench.devices.live).toEqual([]);
    const opening = bench.phone.command({ do: 'meter', on: true });
    await bench.phone.command({ do: 'meter', on: false });
    await opening;
    expect(bench.devices.live).toEqual([]);
  });
});

describe('ringing', () => {
  it('sounds on the ringer, waiting on the speaker, and sleeps afterwards', async () => {
    const bench = await openPhone({ ...noChoice, ringer: 'speaker' });
    await bench.phone.command({ do: 'ring', tone: 'incoming' });
    await pass(10);
    expect(playing.map(({ loop, context }) => [loop, context.sinkId])).toEqual([[true, 'speaker']]);
    await bench.phone.command({ do: 'ring', tone: 'waiting' });
    await pass(10);
    expect(playing.map(({ context }) => context.sinkId)).toEqual(['']);
    await bench.phone.command({ do: 'ring', tone: 'none' });
    await pass(2000);
    expect(playing).toEqual([]);
    expect(audioContexts.every(({ state }) => state === 'suspended')).toBe(true);
  });

  it('goes on where it should when the ringer is unplugged', async () => {
    const bench = await openPhone({ ...noChoice, ringer: 'speaker' });
    await bench.phone.command({ do: 'ring', tone: 'incoming' });
    await pass(10);
    bench.devices.plug([headset]);
    await pass(500);
    expect(playing.map(({ context }) => context.sinkId)).toEqual(['']);
  });

  it('keeps nobody waiting on a machine without a sound card', async () => {
    const bench = await openPhone();
    FakeAudioContext.stuck = true;
    expect(await bench.phone.command({ do: 'ring', tone: 'incoming' })).toEqual(done);
    expect(await bench.phone.command({ do: 'testSound', device: 'speaker' })).toEqual(done);
    await pass(2000);
    expect(bench.of('log').map(({ text }) => text)).toContain('no sound: the audio output does not start');
  });
});
