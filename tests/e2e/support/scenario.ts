import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { type Scenario, scenarioSchema } from '#shared/contracts/scenario.ts';

export type ScenarioInput = z.input<typeof scenarioSchema>;

export const anna = { id: 'anna', name: 'Anna Bianchi', phone: '+393331234567' } as const;
export const marco = { id: 'marco', name: 'Marco Verdi', phone: '+393337654321' } as const;
export const giulia = { id: 'giulia', name: 'Giulia Neri', phone: '+393339998877' } as const;

/** A contact who lets it ring so long (ms) gives up in no test, however slow the machine is. */
export const patient = 600_000;

/** A scenario with the three contacts of the tests; what a test cares about is given. */
export function scenario(
  timeline: ScenarioInput['timeline'],
  workspace: Partial<ScenarioInput['workspace']> = {},
): ScenarioInput {
  return {
    workspace: { name: 'Officina', number: '+390612345678', balance: '25.00', ...workspace },
    contacts: [
      { ...anna, permission: 'granted' },
      { ...marco, permission: 'granted' },
      { ...giulia, permission: 'granted', answers: 'never' },
    ],
    timeline: timeline ?? [],
  };
}

/** Writes it where the app will read it, as a user would. */
export function writeScenario(directory: string, content: ScenarioInput): string {
  const checked: Scenario = scenarioSchema.parse(content);
  const path = join(directory, 'scenario.json');
  writeFileSync(path, JSON.stringify(checked === undefined ? {} : content));
  return path;
}
