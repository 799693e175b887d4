import { parseScenarioAudio, type Scenario } from '#shared/contracts/scenario.ts';
import { readSoundFile } from './media/sound-file.ts';

/**
 * Reads every sound file of a scenario once. One line for each field that names a file which cannot be played, such as
 * `timeline[2].audio: order.mp3 is neither WAV nor …`; none where all is well.
 */
export async function checkScenarioAudio(scenario: Scenario, directory: string): Promise<readonly string[]> {
  const uses = [
    ...scenario.contacts.map(({ audio }, index) => ({ field: `contacts[${index}].audio`, audio })),
    ...scenario.timeline.flatMap((step, index) =>
      step.do === 'call' ? [{ field: `timeline[${index}].audio`, audio: step.audio }] : [],
    ),
  ];
  const problems = new Map<string, string | null>();
  const lines: string[] = [];
  for (const { field, audio } of uses) {
    const source = parseScenarioAudio(audio);
    if (source?.kind !== 'file') continue;
    if (!problems.has(source.path)) {
      const file = await readSoundFile(directory, source.path);
      problems.set(source.path, file.ok ? null : (file.error.detail ?? file.error.code));
    }
    const problem = problems.get(source.path) ?? null;
    if (problem !== null) lines.push(`${field}: ${source.path} ${problem}`);
  }
  return lines;
}
