import { afterEach, describe, expect, it, vi } from 'vitest';
import { recorders, sourceNodes, worklets } from '../../fakes/sip-browser.ts';
import { pass } from '../../fakes/sip-desk.ts';
import { lastPeerConnection } from '../../fakes/sip-peer-connection.ts';
import { callId, openPhone, type PhoneBench, ringing, talking } from '../../fakes/sip-phone.ts';

afterEach(() => {
  vi.useRealTimers();
});

const recordingId = 'call-1-rec';

async function recording(): Promise<PhoneBench> {
  const bench = await openPhone();
  await talking(bench);
  const started = await bench.phone.command({ do: 'record', callId, recordingId });
  if (!started.ok) throw new Error(started.error.code);
  await pass(10);
  return bench;
}

function peak(agentMin: number, agentMax: number): void {
  for (const { port } of worklets) {
    port.onmessage?.({ data: { peak: { agentMin, agentMax, contactMin: -1, contactMax: 1 } } });
  }
}

describe('a recording', () => {
  it('is sent in numbered chunks with the wave form since the last one', async () => {
    const bench = await recording();
    peak(-0.5, 0.25);
    recorders[0]!.chunk(10);
    recorders[0]!.chunk(20);
    await pass(10);
    expect(bench.of('record.started')).toEqual([
      { type: 'record.started', recordingId, mimeType: 'audio/webm;codecs=opus' },
    ]);
    expect(bench.of('record.chunk').map(({ sequence, data }) => [sequence, data.byteLength])).toEqual([
      [0, 10],
      [1, 20],
    ]);
    expect([...bench.of('record.chunk')[0]!.peaksAgent]).toEqual([-63, 32]);
    expect([...bench.of('record.chunk')[0]!.peaksContact]).toEqual([-127, 127]);
    expect(bench.of('record.chunk')[1]!.peaksAgent).toHaveLength(0);
  });

  it('keeps the order of chunks, whichever is read first', async () => {
    const bench = await recording();
    const blob = (bytes: number, after: number) =>
      ({ arrayBuffer: () => new Promise((resolve) => setTimeout(resolve, after, new ArrayBuffer(bytes))) }) as Blob;
    recorders[0]!.ondataavailable?.({ data: blob(1, 100) });
    recorders[0]!.ondataavailable?.({ data: blob(2, 1) });
    await pass(200);
    expect(bench.of('record.chunk').map(({ sequence, data }) => [sequence, data.byteLength])).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });

  it('takes what is sent, and after a change of device what is sent then', async () => {
    const bench = await recording();
    const sent = () => lastPeerConnection().getSenders()[0]!.track;
    expect(sourceNodes.at(-1)!.mediaStream.getTracks()).toEqual([sent()]);
    await bench.phone.command({
      do: 'devices',
      devices: { microphone: 'webcam', speaker: null, ringer: null, ringVolume: 1, camera: null },
    });
    await pass(100);
    expect(sent()?.label).toBe('Webcam');
    expect(sourceNodes.at(-1)!.mediaStream.getTracks()).toEqual([sent()]);
    expect(recorders).toHaveLength(1);
  });

  it('is flushed when the call ends, before anything of it is taken down', async () => {
    const bench = await recording();
    const mixed = recorders[0]!.stream.getTracks()[0]!;
    await bench.phone.command({ do: 'hangup', callId });
    expect(bench.devices.live).toEqual([]);
    expect(mixed.readyState).toBe('live');
    await pass(20);
    expect(bench.said.slice(-3).map(({ type }) => type)).toEqual(['call.ended', 'record.chunk', 'record.stopped']);
    expect(bench.of('record.stopped')).toEqual([{ type: 'record.stopped', recordingId, chunks: 1 }]);
    expect(mixed.readyState).toBe('ended');
  });

  it('can be stopped and another one started', async () => {
    const bench = await recording();
    expect(await bench.phone.command({ do: 'record', callId, recordingId: 'other' })).toMatchObject({
      ok: false,
      error: { code: 'invalid' },
    });
    const stopped = bench.phone.command({ do: 'stopRecord', recordingId });
    await pass(20);
    expect(await stopped).toEqual({ ok: true, value: null });
    expect(await bench.phone.command({ do: 'stopRecord', recordingId })).toMatchObject({
      error: { code: 'not-found' },
    });
    expect(await bench.phone.command({ do: 'record', callId, recordingId: `${recordingId}-2` })).toMatchObject({
      ok: true,
    });
    await bench.phone.command({ do: 'hangup', callId });
    await pass(20);
    expect(bench.of('record.stopped').map((event) => event.recordingId)).toEqual([recordingId, `${recordingId}-2`]);
  });

  it('that breaks is said to have failed, and the call goes on', async () => {
    const bench = await recording();
    recorders[0]!.chunk(10);
    recorders[0]!.break();
    await pass(20);
    expect(bench.of('record.chunk')).toHaveLength(1);
    expect(bench.of('record.failed')).toMatchObject([{ recordingId, error: { code: 'media' } }]);
    expect(bench.of('call.ended')).toEqual([]);
    expect(await bench.phone.command({ do: 'record', callId, recordingId: `${recordingId}-2` })).toMatchObject({
      ok: true,
    });
  });

  it('is sent again where main does not say that it is stored', async () => {
    const bench = await recording();
    recorders[0]!.chunk(10);
    recorders[0]!.chunk(20);
    await pass(10);
    bench.phone.stored(recordingId, 0);
    await pass(16_000);
    expect(bench.of('record.chunk').map(({ sequence }) => sequence)).toEqual([0, 1, 1]);
    bench.phone.stored(recordingId, 1);
    await pass(60_000);
    expect(bench.of('record.chunk')).toHaveLength(3);
  });

  it('needs an answered call', async () => {
    const bench = await openPhone();
    await ringing(bench);
    expect(await bench.phone.command({ do: 'record', callId, recordingId })).toMatchObject({
      error: { code: 'invalid' },
    });
  });

  it('uses the measuring node of an earlier call again: Chromium never frees one', async () => {
    const bench = await openPhone();
    for (let calls = 0; calls < 3; calls += 1) {
      const caller = await talking(bench);
      caller.bye();
      await pass(4000);
    }
    expect(worklets).toHaveLength(1);
    expect(worklets[0]!.port.onmessage).toBeNull();
  });

  it('comes with levels of who speaks, and none while nobody does', async () => {
    const bench = await recording();
    const measure = (agent: number, contact: number) =>
      worklets[0]!.port.onmessage?.({ data: { level: { agent, contact } } });
    for (const agent of [0.3, 0, 0, 0, 0.2]) measure(agent, 0);
    expect(bench.of('levels').map(({ agent }) => agent)).toEqual([0.3, 0, 0.2]);
  });
});
