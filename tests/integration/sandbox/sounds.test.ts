import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import OpusScript from 'opusscript';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createAudioSources } from '../../../src/gateway/connectors/sandbox/media/audio-sources.ts';
import { type PacketLoop, silencePacket } from '../../../src/gateway/connectors/sandbox/media/opus-loop.ts';
import { synthesise } from '../../../src/gateway/connectors/sandbox/media/speech.ts';
import { loadWebRtcStack } from '../../../src/gateway/connectors/sandbox/media/webrtc-stack.ts';
import { wavOf } from '../../fixtures/wav.ts';
import { toneShare } from '../../unit/sandbox/support/goertzel.ts';
import { recordingLog, scenarioOf } from '../../unit/sandbox/support/sandbox.ts';
import { openRealDesk } from './support/real-desk.ts';
import { opusFileOf } from './support/sound-files.ts';

let directory = '';

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sounds-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function openSources() {
  const { openEncoder } = await loadWebRtcStack();
  const log: string[] = [];
  let encoders = 0;
  const sources = createAudioSources({
    directory,
    log: recordingLog(log),
    openEncoder: () => {
      encoders++;
      return openEncoder();
    },
  });
  onTestFinished(() => sources.dispose());
  return { sources, log, encoders: () => encoders };
}

function decode(loop: PacketLoop, from: number, packets: number): Float32Array {
  const decoder = new OpusScript(48_000, 1, OpusScript.Application.AUDIO);
  const pcm = Buffer.concat(
    Array.from({ length: packets }, (_, index) => decoder.decode(Buffer.from(loop.packet(from + index)))),
  );
  decoder.delete();
  return Float32Array.from({ length: pcm.length / 2 }, (_, index) => pcm.readInt16LE(index * 2) / 32_768);
}
const loudness = (samples: Float32Array): number =>
  Math.sqrt(samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length);

describe('what a contact says', () => {
  it('as a tone has no click in it, wherever its loop begins again', async () => {
    const { sources } = await openSources();
    const { loop } = await sources.acquire('tone:440', 'en');
    const samples = decode(loop, 0, 200);
    for (let start = 9600; start + 4800 <= samples.length; start += 4800)
      expect(toneShare(samples.subarray(start, start + 4800), 48_000, 440)).toBeGreaterThan(0.99);
  });

  it.each([
    ['voice.wav', () => wavOf(500, 44_100, 1)],
    ['voice.webm', () => opusFileOf('webm', 500, 20)],
    ['voice.ogg', () => opusFileOf('ogg', 500, 20)],
  ])('may come from %s', async (name, bytes) => {
    await writeFile(join(directory, name), await bytes());
    const { sources, log } = await openSources();
    const { loop } = await sources.acquire(name, 'en');
    expect(toneShare(decode(loop, 0, 40).subarray(9600, 24_000), 48_000, 500)).toBeGreaterThan(0.98);
    expect(log).toEqual([]);
  });

  it('is a hum where the file has gone, and the log says so', async () => {
    const { sources, log } = await openSources();
    const { loop } = await sources.acquire('gone.wav', 'en');
    expect(loudness(decode(loop, 0, 50))).toBeGreaterThan(0.03);
    expect(log).toEqual(['warn sandbox: gone.wav: the file does not exist; the contact hums instead']);
  });

  it('is spoken where a synthesiser is installed, and hummed where not', async () => {
    const { sources, log } = await openSources();
    const { loop } = await sources.acquire('speech:--help is what I need', 'en');
    expect(loudness(decode(loop, 0, 60))).toBeGreaterThan(0.01);
    const installed = 'wav' in (await synthesise('test', 'en'));
    expect(log).toEqual(
      installed ? [] : ['warn sandbox: speech: espeak-ng is not installed; the contact hums instead'],
    );
  });

  it('is hummed where no program is found at all', async () => {
    vi.stubEnv('PATH', directory);
    const { sources, log } = await openSources();
    const { loop } = await sources.acquire('speech:Pronto?', 'it');
    expect(loudness(decode(loop, 0, 50))).toBeGreaterThan(0.03);
    expect(log).toEqual(['warn sandbox: speech: espeak-ng is not installed; the contact hums instead']);
  });

  it('is encoded once for all calls with the same sound', async () => {
    const { sources, encoders } = await openSources();
    const acquired = await Promise.all(Array.from({ length: 30 }, () => sources.acquire('tone:700', 'en')));
    for (const { loop } of acquired) for (let position = 0; position < 120; position++) loop.packet(position);
    expect(encoders()).toBe(1);
    for (const { release } of acquired) {
      release();
      release();
    }
  });

  it('is silence where more sounds are played than there are encoders, until one is free', async () => {
    const { sources } = await openSources();
    const wav = wavOf(500, 48_000, 2);
    const acquired = [];
    for (let number = 0; number < 40; number++) {
      await writeFile(join(directory, `${number}.wav`), wav);
      acquired.push(await sources.acquire(`${number}.wav`, 'en'));
    }
    for (const { loop } of acquired) loop.packet(0);
    const last = acquired.at(-1);
    expect(last?.loop.packet(1)).toEqual(silencePacket);
    acquired[0]?.release();
    expect(last?.loop.packet(2)).not.toEqual(silencePacket);
  });

  it('does not pile up: sounds that nobody plays are forgotten, those in use are kept', async () => {
    const { sources, encoders } = await openSources();
    const kept = await sources.acquire('tone:100', 'en');
    kept.loop.packet(0);
    for (let hertz = 200; hertz < 260; hertz++) {
      const { loop, release } = await sources.acquire(`tone:${hertz}`, 'en');
      while (!loop.complete) loop.packet(0);
      release();
    }
    const before = encoders();
    expect((await sources.acquire('tone:100', 'en')).loop).toBe(kept.loop);
    (await sources.acquire('tone:259', 'en')).loop.packet(0);
    expect(encoders()).toBe(before);
    (await sources.acquire('tone:200', 'en')).loop.packet(0);
    expect(encoders()).toBe(before + 1);
  });

  it('reaches the agent from a file', async () => {
    await writeFile(join(directory, 'voice.webm'), await opusFileOf('webm', 600, 20));
    const desk = await openRealDesk(
      scenarioOf([{ at: 0, do: 'call', contact: 'anna', audio: 'voice.webm' }]),
      directory,
    );
    const [incoming] = await desk.next('incomingCall');
    const agent = await desk.take(incoming);
    await vi.waitFor(() => expect(agent.received.length).toBeGreaterThan(40), { timeout: 10_000 });
    expect(agent.share(600)).toBeGreaterThan(0.95);
  });
});
