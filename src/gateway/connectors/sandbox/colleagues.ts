import type { Scenario } from '#shared/contracts/scenario.ts';
import type { Colleague } from '../../routing/colleague-leg.ts';
import { answersOf } from './cast.ts';

/** The agents that a scenario simulates. The prefix keeps a team's real `bruno` apart from a simulated one. */
export const colleaguesOf = ({ colleagues = [] }: Scenario): readonly Colleague[] =>
  colleagues.map(({ id, name, answers, talksFor }) => ({
    id: `colleague/${id}`,
    name,
    answers: answersOf(answers),
    talksForMs: talksFor,
  }));
