import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Film } from '../../../src/gateway/connectors/sandbox/media/video/film.ts';
import { openFilm } from '../../../src/gateway/connectors/sandbox/media/video/films.ts';
import { isKeyFrame, readDescriptor } from '../../../src/gateway/connectors/sandbox/media/video/vp8.ts';
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

/** A file of two seconds with a key frame each second, and its frames. */
async function filmIn(): Promise<{ readonly directory: string; readonly film: Film }> {
  const directory = mkdtempSync(join(tmpdir(), 'cornetta-film-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const source = ['-f', 'lavfi', '-i', 'testsrc2=d=2:s=320x240:r=20', '-g', '20', '-c:v', 'libvpx', '-b:v', '500k'];
  execFileSync('ffmpeg', ['-v', 'error', ...source, '-auto-alt-ref', '0', join(directory, 'anna.webm')]);
  const film = await openFilm(directory, 'anna.webm');
  if (!film.ok) throw new Error(film.error.detail);
  return { directory, film: film.value };
}

/** The frames that came whole. */
function framesOf(seen: readonly Seen[]): readonly Buffer[] {
  const frames: Buffer[] = [];
  let parts: Buffer[] = [];
  for (const { payload, marker } of seen) {
    parts.push(payload.subarray(readDescriptor(payload)?.dataAt));
    if (marker) frames.push(Buffer.concat(parts));
    if (marker) parts = [];
  }
  return frames;
}

/** How many of the frames another decoder can show; as IVF. */
function decoded(frames: readonly Buffer[], directory: string): number {
  const header = Buffer.alloc(32);
  header.write('DKIF', 0);
  header.writeUInt16LE(32, 6);
  header.write('VP80', 8);
  header.writeUInt16LE(320, 12);
  header.writeUInt16LE(240, 14);
  header.writeUInt32LE(20, 16);
  header.writeUInt32LE(1, 20);
  const body = frames.flatMap((frame, index) => {
    const head = Buffer.alloc(12);
    head.writeUInt32LE(frame.length, 0);
    head.writeBigUInt64LE(BigInt(index), 4);
    return [head, frame];
  });
  const file = join(directory, 'seen.ivf');
  writeFileSync(file, Buffer.concat([header, ...body]));
  const counted = ['-count_frames', '-show_entries', 'stream=nb_read_frames', '-of', 'csv=p=0'];
  return Number(execFileSync('ffprobe', ['-v', 'error', ...counted, file], { encoding: 'utf8' }));
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

  it('shows the film of a contact, frame by frame, again and again, also after a hold', async () => {
    const { directory, film } = await filmIn();
    const opened = await show('anna.webm', directory);
    const { camera } = opened;
    await vi.waitFor(() => expect(framesOf(camera.seen).length).toBeGreaterThan(50), { timeout: 10_000 });
    const frames = framesOf(camera.seen);
    // In order; a busy machine may leave some out, and goes on with a key frame then.
    const places = frames.map((frame) => film.frames.findIndex(({ data }) => frame.equals(data)));
    for (const [index, place] of places.entries()) {
      const follows = index > 0 && place === ((places[index - 1] ?? 0) + 1) % film.frames.length;
      expect(follows || film.frames[place]?.isKey).toBe(true);
    }
    expect(decoded(frames, directory)).toBe(frames.length);
    expectOneStream(camera.seen);
    const [first, last] = [camera.seen[0], camera.seen.at(-1)];
    const pace = ((last?.timestamp ?? 0) - (first?.timestamp ?? 0)) >>> 0;
    expect(Math.abs((last?.at ?? 0) - (first?.at ?? 0) - pace / 90)).toBeLessThan(1000);

    const from = framesOf(camera.seen).length;
    camera.wantKeyFrame();
    await vi.waitFor(() =>
      expect(
        framesOf(camera.seen)
          .slice(from, from + 4)
          .some(isKeyFrame),
      ).toBe(true),
    );
    await change(opened, { direction: 'sendonly' });
    await seesNothing(camera);
    const held = framesOf(camera.seen).length;
    await change(opened, { direction: 'sendrecv' });
    await seesMore(camera);
    expect(isKeyFrame(framesOf(camera.seen)[held] ?? Buffer.alloc(0))).toBe(true);
    expectOneStream(camera.seen);
  });

  it('goes on by sound where the film is gone', async () => {
    const { desk, agent, camera } = await show('none.webm');
    await vi.waitFor(() => expect(agent.received.length).toBeGreaterThan(20), { timeout: 10_000 });
    expect(camera.seen).toEqual([]);
    expect(desk.log).toContain('warn sandbox: the file none.webm does not exist; nothing is seen of the contact');
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
