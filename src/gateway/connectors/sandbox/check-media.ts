import { parseScenarioAudio, type Scenario } from '#shared/contracts/scenario.ts';
import { readSoundFile } from './media/sound-file.ts';
import { openFilm } from './media/video/films.ts';
import { videoProblem } from './notes/video-file.ts';

/** What a file is read for. */
type Purpose = 'sound' | 'video note' | 'film';

const problemOf: Readonly<Record<Purpose, (directory: string, path: string) => Promise<string | null>>> = {
  sound: async (directory, path) => {
    const file = await readSoundFile(directory, path);
    return file.ok ? null : (file.error.detail ?? file.error.code);
  },
  'video note': videoProblem,
  film: async (directory, path) => {
    const file = await openFilm(directory, path);
    return file.ok ? null : (file.error.detail ?? file.error.code);
  },
};

/**
 * Reads every media file of a scenario once. One line for each field that names a file which cannot be played, such as
 * `timeline[2].audio: order.mp3 is neither WAV nor …`; none where all is well.
 */
export async function checkScenarioMedia(scenario: Scenario, directory: string): Promise<readonly string[]> {
  const problems = new Map<string, string | null>();
  const lines: string[] = [];
  for (const { field, media, purpose } of usesOf(scenario)) {
    const source = parseScenarioAudio(media);
    if (source?.kind !== 'file') {
      if (purpose === 'video note') lines.push(`${field}: a video note needs a WebM file with VP8 or VP9`);
      continue;
    }
    const key = `${purpose}/${source.path}`;
    if (!problems.has(key)) problems.set(key, await problemOf[purpose](directory, source.path));
    const problem = problems.get(key) ?? null;
    if (problem !== null) lines.push(`${field}: ${source.path} ${problem}`);
  }
  return lines;
}

interface Use {
  readonly field: string;
  readonly media: string;
  readonly purpose: Purpose;
}

function* usesOf({ contacts, timeline }: Scenario): Generator<Use> {
  for (const [index, { audio, video }] of contacts.entries()) {
    yield { field: `contacts[${index}].audio`, media: audio, purpose: 'sound' };
    if (video !== 'echo' && video !== 'off') yield { field: `contacts[${index}].video`, media: video, purpose: 'film' };
  }
  for (const [index, step] of timeline.entries()) {
    const field = `timeline[${index}].audio`;
    if (step.do === 'call') yield { field, media: step.audio, purpose: 'sound' };
    else if (step.do === 'note')
      yield { field, media: step.audio, purpose: step.kind === 'video' ? 'video note' : 'sound' };
  }
}
