import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadScenario } from '../../../src/gateway/connectors/sandbox/load-scenario.ts';
import { wavOf } from '../../fixtures/wav.ts';
import { opusFileOf } from './support/sound-files.ts';

const run = promisify(execFile);
const workspace = { name: 'Officina', number: '+390612345678' };
const anna = { id: 'anna', name: 'Anna Bianchi' };
let directory = '';

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'scenario-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function load(content: unknown, name = 'shift.json') {
  const file = join(directory, name);
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return loadScenario(file);
}
const callWith = (audio: string) => ({
  workspace,
  contacts: [anna],
  timeline: [{ at: 0, do: 'call', contact: 'anna', audio }],
});
const detailOf = (result: Awaited<ReturnType<typeof loadScenario>>): string =>
  result.ok ? 'is good' : (result.error.detail ?? '');

describe('a scenario file', () => {
  it('is read with everything it names', async () => {
    await mkdir(join(directory, 'voices'));
    await writeFile(join(directory, 'voices', 'anna.wav'), wavOf(440, 22_050, 1));
    await writeFile(join(directory, 'order.webm'), await opusFileOf('webm', 440, 20));
    await writeFile(join(directory, 'order.ogg'), await opusFileOf('ogg', 440, 20));
    const loaded = await load({
      workspace,
      contacts: [{ ...anna, audio: 'voices/anna.wav' }],
      timeline: ['order.webm', 'order.ogg', 'tone:440', 'speech:Pronto?'].map((audio, at) => ({
        at,
        do: 'call',
        contact: 'anna',
        audio,
      })),
    });
    expect(loaded).toMatchObject({ ok: true, value: { directory, scenario: { contacts: [{ id: 'anna' }] } } });
  });

  it('may begin with a byte order mark', async () => {
    expect(await load(`\uFEFF${JSON.stringify({ workspace, contacts: [] })}`)).toMatchObject({ ok: true });
  });

  it.each([
    ['is no JSON', '{ "workspace": ', /^the file is no JSON: /],
    [
      'has faults',
      { workspace, contacts: [{ id: 'anna' }], timeline: [{ at: 0, do: 'call', contact: 'ana' }] },
      /^contacts\[0\]\.name: is missing/,
    ],
    ['has many faults', { workspace, contacts: Array.from({ length: 30 }, () => ({})) }, /\n… and 40 more$/],
  ])('that %s is refused with the reason', async (_, content, detail) => {
    const loaded = await load(content);
    expect(loaded).toMatchObject({ ok: false, error: { code: 'invalid' } });
    expect(detailOf(loaded)).toMatch(detail);
  });

  it('that is not there, or is a folder, is refused with the reason', async () => {
    expect(await loadScenario(join(directory, 'none.json'))).toMatchObject({ ok: false, error: { code: 'not-found' } });
    expect(detailOf(await loadScenario(directory))).toBe('the file cannot be read (EISDIR)');
  });
});

describe('a sound that cannot be played names its field', () => {
  it.each<[string, string, () => Promise<Uint8Array> | Uint8Array | null, RegExp]>([
    ['no file', 'none.wav', () => null, /^timeline\[0\]\.audio: none\.wav does not exist$/],
    [
      'a song',
      'song.mp3',
      () => Buffer.from('ID3 and so on'),
      /song\.mp3 is neither WAV nor WebM or Ogg with Opus \(convert it: /,
    ],
    ['an empty file', 'empty.wav', () => new Uint8Array(), /empty\.wav is neither WAV nor/],
    ['a damaged WAV', 'cut.wav', () => wavOf(440, 48_000, 1).subarray(0, 30), /cut\.wav has a damaged format chunk/],
    [
      'a damaged WebM',
      'cut.webm',
      () => Buffer.from('1a45dfa3ffffffff', 'hex'),
      /cut\.webm is no WebM or Ogg file that can be read/,
    ],
    [
      'a damaged Ogg',
      'cut.ogg',
      () => Buffer.from('OggS and nothing else'),
      /cut\.ogg (is no WebM or Ogg file that can be read|holds no sound)/,
    ],
    [
      'long packets',
      'long.webm',
      () => opusFileOf('webm', 440, 40),
      /long\.webm has Opus packets of 40 ms; calls need 20 ms/,
    ],
    ['many minutes', 'long.wav', () => wavOf(440, 8000, 601), /long\.wav lasts 11 minutes; at most 10 can be played/],
  ])('%s', async (_, name, bytes, detail) => {
    const content = await bytes();
    if (content !== null) await writeFile(join(directory, name), content);
    const loaded = await load(callWith(name));
    expect(loaded).toMatchObject({ ok: false, error: { code: 'invalid' } });
    expect(detailOf(loaded)).toMatch(detail);
  });

  it('a huge file, without reading it', async () => {
    await writeFile(join(directory, 'huge.wav'), '');
    await truncate(join(directory, 'huge.wav'), 10 * 1024 ** 3);
    expect(detailOf(await load(callWith('huge.wav')))).toMatch(
      /huge\.wav has 10737418240 bytes; at most 67108864 can be read/,
    );
  });

  it('once for each field, and of contacts as well', async () => {
    const loaded = await load({
      workspace,
      contacts: [{ ...anna, audio: 'a.wav' }],
      timeline: [{ at: 0, do: 'call', contact: 'anna', audio: 'a.wav' }],
    });
    expect(detailOf(loaded)).toBe('contacts[0].audio: a.wav does not exist\ntimeline[0].audio: a.wav does not exist');
  });
});

describe('a film that cannot be shown names its field', () => {
  const film = (codec: string, name: string): Promise<unknown> => {
    const source = ['-f', 'lavfi', '-i', 'testsrc=d=0.3:s=64x48:r=10', '-c:v', codec];
    return run('ffmpeg', ['-v', 'error', ...source, join(directory, name)]);
  };

  it.each<[string, string, () => Promise<unknown> | null, RegExp]>([
    ['no file', 'none.webm', () => null, /^contacts\[0\]\.video: none\.webm does not exist$/],
    [
      'no WebM',
      'song.mp3',
      () => writeFile(join(directory, 'song.mp3'), 'ID3 and so on'),
      /^contacts\[0\]\.video: song\.mp3 is no WebM file that can be read \(.*convert it: ffmpeg /,
    ],
    [
      'sound only',
      'voice.webm',
      async () => writeFile(join(directory, 'voice.webm'), await opusFileOf('webm', 440, 20)),
      /voice\.webm holds no pictures$/,
    ],
    [
      'VP9',
      'nine.webm',
      () => film('libvpx-vp9', 'nine.webm'),
      /nine\.webm holds vp9 pictures; calls need VP8 \(convert it: /,
    ],
  ])('%s', async (_, name, make, detail) => {
    await make();
    const loaded = await load({ workspace, contacts: [{ ...anna, video: name }] });
    expect(loaded).toMatchObject({ ok: false, error: { code: 'invalid' } });
    expect(detailOf(loaded)).toMatch(detail);
  });

  it('and no other', async () => {
    await film('libvpx', 'anna.webm');
    for (const video of ['anna.webm', 'echo', 'off'])
      expect(await load({ workspace, contacts: [{ ...anna, video }] })).toMatchObject({ ok: true });
    expect(detailOf(await load({ workspace, contacts: [{ ...anna, video: 'tone:440' }] }))).toBe(
      'contacts[0].video: must be "echo", "off", or the path of a file beside the scenario, without ".."',
    );
  });
});
