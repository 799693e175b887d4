import { describe, expect, it, vi } from 'vitest';
import { scenarioOf } from '../../unit/sandbox/support/sandbox.ts';
import { frameOf, isKey, type Seen } from './support/agent-camera.ts';
import { openRealDesk } from './support/real-desk.ts';
import {
  change,
  directions,
  expectOneStream,
  seesMore,
  seesNothing,
  showIncoming,
  showOutgoing,
} from './support/video-call.ts';

describe.each([
  ['a video call of the contact', showIncoming],
  ['a video call of the business', showOutgoing],
])('%s', (_, show) => {
  it('has the agent’s own picture back, begun with a key frame, beside the sound', async () => {
    const { desk, agent, camera, contactSdp } = await show();
    expect(directions(contactSdp)).toEqual([
      expect.stringMatching(/^m=audio [1-9]/),
      'a=sendrecv',
      expect.stringMatching(/^m=video [1-9]\d* UDP\/TLS\/RTP\/SAVPF 96$/),
      'a=sendrecv',
    ]);
    for (const line of ['a=group:BUNDLE 0 1', 'a=rtcp-fb:96 nack', 'a=rtcp-fb:96 nack pli'])
      expect(contactSdp.split('\r\n')).toContain(line);
    camera.film();
    await seesMore(camera, 150);
    expect(agent.share(440)).toBeGreaterThan(0.98);
    const { seen } = camera;
    expectOneStream(seen);
    expect(isKey(seen[0] as Seen)).toBe(true);
    const frames = seen.map(frameOf);
    expect(frames).toEqual(frames.toSorted((one, other) => one - other));
    expect(new Set(frames).size).toBe((frames.at(-1) ?? 0) - (frames[0] ?? 0) + 1);
    expect(
      seen.every(
        (packet, index) => packet.marker === (frames[index] !== frames[index + 1]) || index === seen.length - 1,
      ),
    ).toBe(true);
    camera.cover();
    await seesNothing(camera);
    await desk.connector.stop();
    expect(desk.log.find((line) => line.includes('ended after'))).toMatch(
      / [1-9]\d* heard.*; of pictures [1-9]\d* sent, [1-9]\d* seen$/,
    );
  });

  it('asks the agent for the key frame that the agent asks for', async () => {
    const { camera } = await show();
    camera.film();
    await seesMore(camera);
    const { asked } = camera;
    const from = camera.seen.length;
    camera.wantKeyFrame();
    await vi.waitFor(() => expect(camera.asked).toBeGreaterThan(asked), { timeout: 10_000 });
    await vi.waitFor(() => expect(camera.seen.slice(from).some(isKey)).toBe(true), { timeout: 10_000 });
    expectOneStream(camera.seen);
  });

  it('sends again what the agent has missed', async () => {
    const { camera } = await show();
    camera.film();
    await seesMore(camera);
    camera.cover();
    await seesNothing(camera);
    const missed = camera.seen.at(-3) as Seen;
    camera.missed(missed.sequence);
    await vi.waitFor(() => expect(camera.seen.filter(({ sequence }) => sequence === missed.sequence)).toHaveLength(2), {
      timeout: 10_000,
    });
    expect(camera.seen.at(-1)?.payload.equals(missed.payload)).toBe(true);
  });

  it('is held and taken back, and goes on with a key frame', async () => {
    const opened = await show();
    const { camera } = opened;
    camera.film();
    await seesMore(camera);
    for (const [direction, answer] of [
      ['sendonly', 'recvonly'],
      ['inactive', 'inactive'],
    ] as const) {
      const held = await change(opened, { direction });
      expect(directions(held).filter((line) => line === `a=${answer}`)).toHaveLength(2);
      await seesNothing(camera);
      const from = camera.seen.length;
      await change(opened, { direction: 'sendrecv' });
      await seesMore(camera);
      expect(isKey(camera.seen[from] as Seen)).toBe(true);
      expectOneStream(camera.seen);
    }
  });

  it('goes on after an ICE restart', async () => {
    const opened = await show();
    const { camera } = opened;
    camera.film();
    await seesMore(camera);
    await change(opened, { iceRestart: true });
    await seesMore(camera);
    expectOneStream(camera.seen);
  });

  it('is only watched by a contact that is not to be seen', async () => {
    const { desk, camera, contactSdp } = await show('off');
    expect(directions(contactSdp).slice(2)).toEqual([expect.stringMatching(/^m=video [1-9]/), 'a=recvonly']);
    camera.film();
    await vi.waitFor(() => expect(camera.sent).toBeGreaterThan(60), { timeout: 10_000 });
    await desk.connector.stop();
    expect(camera.seen).toEqual([]);
    expect(desk.log.find((line) => line.includes('ended after'))).toMatch(/; of pictures 0 sent, [1-9]\d* seen$/);
  });
});

describe('an agent in a video call', () => {
  it('without a camera is told that it may watch, and may turn it on later', async () => {
    const opened = await showOutgoing();
    const { camera } = opened;
    const watching = await change(opened, { video: 'recvonly' });
    expect(directions(watching).slice(1)).toEqual(['a=sendrecv', expect.stringMatching(/^m=video/), 'a=sendonly']);
    await change(opened, { video: 'sendrecv' });
    camera.film();
    await seesMore(camera);
  });

  it('with a phone that has no pictures talks by sound', async () => {
    const desk = await openRealDesk(scenarioOf([{ at: 0, do: 'call', contact: 'anna', kind: 'video' }]));
    const [incoming] = await desk.next('incomingCall');
    const agent = await desk.take(incoming);
    await vi.waitFor(() => expect(agent.received.length).toBeGreaterThan(20), { timeout: 10_000 });
    expect(agent.share(440)).toBeGreaterThan(0.9);
    await desk.connector.stop();
    expect(desk.log.find((line) => line.includes('ended after'))).toMatch(/; of pictures 0 sent, 0 seen$/);
  });

  it('who refused the picture talks by sound from then on', async () => {
    const desk = await openRealDesk(scenarioOf([{ at: 0, do: 'call', contact: 'anna', kind: 'video' }]));
    const [{ callId, offerSdp }] = await desk.next('incomingCall');
    const agent = desk.agent({ video: true });
    const answer = (await agent.answer(offerSdp)).replace(/^m=video \d+/m, 'm=video 0');
    expect(await desk.connector.answer(callId, answer)).toMatchObject({ ok: true });
    const hears = async (): Promise<void> => {
      const before = agent.received.length;
      await vi.waitFor(() => expect(agent.received.length).toBeGreaterThan(before + 20), { timeout: 10_000 });
    };
    await hears();
    // What was refused is over: the stack takes the place of a refused picture for nothing else.
    const later = await desk.connector.renegotiate(callId, await agent.offer({ iceRestart: true }));
    expect(later.ok && directions(later.value)).toEqual([
      expect.stringMatching(/^m=audio [1-9]/),
      'a=sendrecv',
      expect.stringMatching(/^m=video 0 /),
      'a=inactive',
    ]);
    await agent.accept(later.ok ? later.value : '');
    await hears();
  });

  it('that sends garbage and a flood spoils nothing else', async () => {
    const { desk, agent, camera } = await showIncoming();
    camera.film();
    await seesMore(camera);
    camera.cover();
    for (let count = 0; count < 6000; count++) {
      const payload = Buffer.from(Array.from({ length: count % 40 }, () => Math.floor(Math.random() * 256)));
      camera.raw({ sequence: (count * 7919) & 0xffff, timestamp: (count * 2_654_435_761) >>> 0, payload });
      if (count % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    const before = agent.received.length;
    await vi.waitFor(() => expect(agent.received.length).toBeGreaterThan(before + 60), { timeout: 10_000 });
    expect(agent.share(440)).toBeGreaterThan(0.9);
    expectOneStream(camera.seen);
    camera.film();
    await seesMore(camera);
    expectOneStream(camera.seen);
    expect(desk.log.filter((line) => line.startsWith('error'))).toEqual([]);
  });
});
