import type { ScenarioAudio } from '#shared/contracts/scenario.ts';
import { unreachable } from '#shared/never.ts';
import type { FrameSource } from './frames.ts';
import { framesOf } from './resample.ts';
import { readSoundFile } from './sound-file.ts';
import { type SpeechLanguage, synthesise } from './speech.ts';
import { tone } from './tone.ts';
import { readWav } from './wav.ts';

const pauseAfterSpeechMs = 900;

/** What a scenario's `audio` names, ready to be encoded or encoded already; or why it cannot be had. */
export type Sound =
  | { readonly frames: FrameSource }
  /** Opus, 20 ms each. */
  | { readonly packets: readonly Uint8Array[] }
  | { readonly reason: string };

/** @param directory of the scenario */
export async function openSound(source: ScenarioAudio, language: SpeechLanguage, directory: string): Promise<Sound> {
  switch (source.kind) {
    case 'tone':
      return { frames: tone(source.hertz) };
    case 'speech': {
      const speech = await synthesise(source.text, language);
      if ('reason' in speech) return speech;
      const sound = readWav(speech.wav);
      return sound.ok
        ? { frames: framesOf(sound.value, pauseAfterSpeechMs) }
        : { reason: `the speech ${sound.error.detail}` };
    }
    case 'file': {
      const file = await readSoundFile(directory, source.path);
      if (!file.ok) return { reason: `the file ${file.error.detail}` };
      return file.value.form === 'opus' ? { packets: file.value.packets } : { frames: framesOf(file.value.sound, 0) };
    }
    default:
      return unreachable(source);
  }
}

/** Without what is said: texts of a scenario may be long or private. */
export const describeSound = (source: ScenarioAudio | null): string =>
  source?.kind === 'file' ? source.path : (source?.kind ?? 'audio');
