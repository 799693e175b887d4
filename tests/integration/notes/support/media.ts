import { createHash } from 'node:crypto';
import type { CallKind } from '#shared/contracts/identifiers.ts';
import type { ExpectedMedia } from '../../../../src/main/notes/vault-messages.ts';
import { builtEntry } from '../../../entries/built-entry.ts';
import { madeByFfmpeg } from '../../support/ffmpeg.ts';

export const vaultWorker = builtEntry('notes-vault.worker');

const encode = (inputs: readonly string[], output: readonly string[]): Uint8Array =>
  new Uint8Array(madeByFfmpeg([...inputs.flatMap((input) => ['-f', 'lavfi', '-i', input]), ...output]));

const tone = (seconds: number): string => `sine=frequency=440:sample_rate=48000:duration=${seconds}`;
const picture = (seconds: number): string => `testsrc=size=320x240:rate=15:duration=${seconds}`;
const live = ['-f', 'webm', '-live', '1'];

/** What a recorder writes: a live WebM, without length and index. */
export const liveNote = (kind: CallKind, seconds: number): Uint8Array =>
  kind === 'voice'
    ? encode([tone(seconds)], ['-c:a', 'libopus', ...live])
    : encode(
        [picture(seconds), tone(seconds)],
        ['-c:v', 'libvpx', '-deadline', 'realtime', '-c:a', 'libopus', ...live],
      );

/** A finished note. */
export const voiceNote = (seconds: number): Uint8Array => encode([tone(seconds)], ['-c:a', 'libopus', '-f', 'webm']);

export const oggNote = (seconds: number): Uint8Array => encode([tone(seconds)], ['-c:a', 'libopus', '-f', 'ogg']);

/** WebM, but of a codec that no note has. */
export const vorbisNote = (seconds: number): Uint8Array => encode([tone(seconds)], ['-c:a', 'libvorbis', '-f', 'webm']);

export const expectedOf = (bytes: Uint8Array, durationMs: number, kind: CallKind = 'voice'): ExpectedMedia => ({
  kind,
  durationMs,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});
