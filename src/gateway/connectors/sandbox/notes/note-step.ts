import type { ScenarioStep } from '#shared/contracts/scenario.ts';

export type NoteStep = Extract<ScenarioStep, { do: 'note' }>;
