import { describe, expect, it, vi } from 'vitest';
import { anna, scenarioOf } from '../../unit/sandbox/support/sandbox.ts';
import { type AgentCamera, frameOf, isKey, type Seen } from './support/agent-camera.ts';
import type { AgentPeer } from './support/agent-peer.ts';
import { openRealDesk, type RealDesk } from './support/real-desk.ts';

interface Opened {
  readonly desk: RealDesk;
  readonly agent: AgentPeer;
  readonly camera: AgentCamera;
  readonly callId: string;
  /** What the contact said. */
  readonly contactSdp: string;
}

const cameraOf = ({ camera }: AgentPeer): AgentCamera => {
  if (camera === null) throw new Error('the agent has no camera');
  return camera;
};

async function showIncoming(video = 'echo', directory = '.'): Promise<Opened> {
  const desk = await openRealDesk(
    scenarioOf([{ at: 0, do: 'call', contact: 'anna', kind: 'video' }], [{ ...anna, video }]),
    directory,
  );
  const [incoming] = await desk.next('incomingCall');
  const agent = await desk.take(incoming, { video: true });
  return { desk, agent, camera: cameraOf(agent), callId: incoming.callId, contactSdp: incoming.offerSdp };
}

async function showOutgoing(video = 'echo', directory = '.'): Promise<Opened> {
  const desk = await openRealDesk(scenarioOf([], [{ ...anna, answers: 'after:0', video }]), directory);
  const agent = desk.agent({ video: true });
  await desk.connector.placeCall({ callId: 'out', contactId: 'anna', kind: 'video', offerSdp: await agent.offer() });
  const [, contactSdp] = await desk.next('outgoingAnswered');
  await agent.accept(contactSdp);
  agent.speak(1000);
  return { desk, agent, camera: cameraOf(agent), callId: 'out', contactSdp };
}

const change = async ({ desk, agent, callId }: Opened, options: Parameters<AgentPeer['offer']>[0]): Promise<string> => {
  const answered = await desk.connector.renegotiate(callId, await agent.offer(options));
  if (!answered.ok) throw new Error(answered.error.detail);
  await agent.accept(answered.value);
  return answered.value;
};

const directions = (sdp: string): readonly string[] =>
  sdp.split('\r\n').filter((line) => /^(m=|a=(sendrecv|sendonly|recvonly|inactive)$)/.test(line));
const seesMore = async ({ seen }: AgentCamera, packets = 40): Promise<void> => {
  const before = seen.length;
  await vi.waitFor(() => expect(seen.length).toBeGreaterThan(before + packets), { timeout: 10_000 });
};
const seesNothing = ({ seen }: AgentCamera): Promise<void> =>
  vi.waitFor(() => expect(performance.now() - (seen.at(-1)?.at ?? 0)).toBeGreaterThan(250), { timeout: 5000 });

/** Numbers without a hole, a clock that never goes back, whole frames of one source. */
function expectOneStream(seen: readonly Seen[]): void {
  expect(new Set(seen.map(({ ssrc }) => ssrc)).size).toBe(1);
  for (const [index, packet] of seen.slice(1).entries()) {
    const before = seen[index];
    expect(packet.sequence).toBe(((before?.sequence ?? 0) + 1) & 0xffff);
    expect((packet.timestamp - (before?.timestamp ?? 0)) >>> 0).toBeLessThan(2 ** 31);
  }
}

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
    await vi.waitFor(() => expect(camera.asked).toBeGreaterThan(asked));
    await vi.waitFor(() => expect(camera.seen.slice(from).some(isKey)).toBe(true));
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
    await vi.waitFor(() => expect(camera.seen.filter(({ sequence }) => sequence === missed.sequence)).toHaveLength(2));
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
    await vi.waitFor(() => expect(camera.sent).toBeGreaterThan(60));
    await desk.connector.stop();
    expect(camera.seen).toEqual([]);
    expect(desk.log.find((line) => line.includes('ended after'))).toMatch(/; of pictures 0 sent, [1-9]\d* seen$/);
  });
});
