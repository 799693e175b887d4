import { parseScenarioAudio, type Scenario } from '#shared/contracts/scenario.ts';
import { readSoundFile } from './media/sound-file.ts';
import { videoProblem } from './notes/video-file.ts';

/**
 * Reads every media file of a scenario once. One line for each field that names a file which cannot be played, such as
 * `timeline[2].audio: order.mp3 is neither WAV nor …`; none where all is well.
 */
export async function checkScenarioAudio(scenario: Scenario, directory: string): Promise<readonly string[]> {
  const uses = [
    ...scenario.contacts.map(({ audio }, index) => ({ field: `contacts[${index}].audio`, audio, kind: 'voice' })),
    ...scenario.timeline.flatMap((step, index) => {
      const field = `timeline[${index}].audio`;
      if (step.do === 'call') return [{ field, audio: step.audio, kind: 'voice' }];
      return step.do === 'note' ? [{ field, audio: step.audio, kind: step.kind }] : [];
    }),
  ];
  const problems = new Map<string, string | null>();
  const lines: string[] = [];
  for (const { field, audio, kind } of uses) {
    const source = parseScenarioAudio(audio);
    if (source?.kind !== 'file') {
      if (kind === 'video') lines.push(`${field}: a video note needs a WebM file with VP8 or VP9`);
      continue;
    }
    const key = `${kind}/${source.path}`;
    if (!problems.has(key))
      problems.set(key, await (kind === 'video' ? videoProblem : soundProblem)(directory, source.path));
    const problem = problems.get(key) ?? null;
    if (problem !== null) lines.push(`${field}: ${source.path} ${problem}`);
  }
  return lines;
}

async function soundProblem(directory: string, path: string): Promise<string | null> {
  const file = await readSoundFile(directory, path);
  return file.ok ? null : (file.error.detail ?? file.error.code);
}
