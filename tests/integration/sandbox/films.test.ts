import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Film } from '../../../src/gateway/connectors/sandbox/media/video/film.ts';
import { openFilm } from '../../../src/gateway/connectors/sandbox/media/video/films.ts';
import { isKeyFrame, readDescriptor } from '../../../src/gateway/connectors/sandbox/media/video/vp8.ts';
import { madeByFfmpeg } from '../support/ffmpeg.ts';
import type { Seen } from './support/agent-camera.ts';
import { change, expectOneStream, seesMore, seesNothing, showIncoming, showOutgoing } from './support/video-call.ts';

/** A file of two seconds with a key frame each second, and its frames. */
async function filmIn(): Promise<{ readonly directory: string; readonly film: Film }> {
  const directory = mkdtempSync(join(tmpdir(), 'cornetta-film-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const source = ['-f', 'lavfi', '-i', 'testsrc2=d=2:s=320x240:r=20', '-g', '20', '-c:v', 'libvpx', '-b:v', '500k'];
  writeFileSync(join(directory, 'anna.webm'), madeByFfmpeg([...source, '-auto-alt-ref', '0', '-f', 'webm']));
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

    const jumps = (): number => {
      const seen = framesOf(camera.seen).map((frame) => film.frames.findIndex(({ data }) => frame.equals(data)));
      return seen.filter((place, index) => index > 0 && place !== ((seen[index - 1] ?? 0) + 1) % film.frames.length)
        .length;
    };
    const before = jumps();
    await vi.waitFor(
      () => {
        // Again and again: where a key frame is due anyway, there is nothing to be seen of it.
        camera.wantKeyFrame();
        expect(jumps()).toBeGreaterThan(before);
      },
      { timeout: 10_000, interval: 100 },
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
