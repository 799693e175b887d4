import { join } from 'node:path';
import { parseScenarioAudio } from '#shared/contracts/scenario.ts';
import { babble } from '../media/babble.ts';
import { describeSound, openSound } from '../media/sound.ts';
import type { SpeechLanguage } from '../media/speech.ts';
import { readBytes } from '../read-bytes.ts';
import type { NoteStep } from './note-step.ts';
import { encodeVoice } from './voice.ts';

export interface MadeMedia {
  readonly bytes: Uint8Array;
  readonly mimeType: string;
  readonly durationMs: number;
  /** As in contracts/note.ts. */
  readonly peaks: string | null;
  /** What is other than asked for, for the log. */
  readonly note: string | null;
}

/** The media of a `note` step: Opus in WebM for a voice note, the file as it is for a video. */
export async function makeMedia(
  { kind, audio, durationMs }: Pick<NoteStep, 'kind' | 'audio' | 'durationMs'>,
  language: SpeechLanguage,
  directory: string,
): Promise<MadeMedia | { readonly reason: string }> {
  const source = parseScenarioAudio(audio);
  if (source === null) return { reason: 'not a known kind of sound' };
  if (kind === 'voice') {
    const sound = await openSound(source, language, directory);
    const failed = 'reason' in sound;
    const voice = await encodeVoice(failed ? { frames: babble() } : sound, durationMs);
    return { ...voice, note: failed ? `${describeSound(source)}: ${sound.reason}; the contact hums instead` : null };
  }
  if (source.kind !== 'file') return { reason: 'a video note needs a file' };
  const file = await readBytes(join(directory, source.path));
  if (!file.ok) return { reason: `the file ${file.error.detail}` };
  const { inspectMedia } = await import('../../../notes/inspect.ts');
  const { media } = await inspectMedia(file.value);
  if (media === null) return { reason: 'the file is no video that can be read' };
  return { bytes: file.value, mimeType: media.mimeType, durationMs: media.durationMs, peaks: null, note: null };
}
