import type { FrameSource } from './frames.ts';
import { frameSamples, sampleRate } from './frames.ts';

const sentenceMs = 3200;
const pauseMs = 1200;
const syllableMs = 230;
/** Two voices a third apart, with harmonics that fall off like those of a hummed vowel. */
const partials = [180, 360, 540, 720, 900, 226, 452, 678].map((hertz, index) => ({
  hertz,
  level: 0.11 / (1 + (index % 5)),
}));

/**
 * What a contact "says" where nothing can speak its text: a gentle hum in syllables, with pauses, that nobody mistakes for a
 * fault of the line or for a test tone.
 */
export function babble(): FrameSource {
  return {
    frames: ((sentenceMs + pauseMs) / 1000) * (sampleRate / frameSamples),
    seamless: false,
    frame: (index) =>
      Float32Array.from({ length: frameSamples }, (_, sample) => hum((index * frameSamples + sample) / sampleRate)),
  };
}

function hum(seconds: number): number {
  const milliseconds = seconds * 1000;
  if (milliseconds >= sentenceMs) return 0;
  const envelope = Math.sin((Math.PI * (milliseconds % syllableMs)) / syllableMs) ** 2;
  return (
    envelope * partials.reduce((sum, { hertz, level }) => sum + level * Math.sin(2 * Math.PI * hertz * seconds), 0)
  );
}
