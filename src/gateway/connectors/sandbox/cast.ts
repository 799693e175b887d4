import type { WorkspaceState } from '#shared/contracts/agent.ts';
import type { Scenario, ScenarioContact, ScenarioStep } from '#shared/contracts/scenario.ts';
import type { ProviderRefusal } from '../connector.ts';
import type { SpeechLanguage } from './media/speech.ts';
import { languageOf } from './media/speech.ts';

/** What a contact does when the business calls. */
export type Answers =
  | { readonly do: 'answer'; readonly afterMs: number }
  | { readonly do: 'ignore' }
  | { readonly do: 'decline' };

/** What it says when it is asked for permission to be called. */
export type Asked =
  | { readonly do: 'answer'; readonly afterMs: number; readonly answer: 'grant' | 'decline' }
  | { readonly do: 'ignore' };

/** What a contact does with a note of the business. */
export type Plays = { readonly do: 'play'; readonly afterMs: number } | { readonly do: 'never' };

export interface SandboxContact {
  readonly id: string;
  readonly name: string;
  /** E.164, or null. */
  readonly phone: string | null;
  readonly answers: Answers;
  readonly asked: Asked;
  /** Of the permission it gives. */
  readonly term: ScenarioContact['term'];
  /** How it stands when the shift begins. */
  readonly permission: ScenarioContact['permission'];
  /** What it does with a note. */
  readonly plays: Plays;
  readonly audio: string;
  readonly language: SpeechLanguage;
  /** What is seen of it in a video call; as in contracts/scenario.ts. */
  readonly video: string;
  /** Whether it sends back the reactions that it gets. */
  readonly reacts: boolean;
}

type RefuseStep = Extract<ScenarioStep, { do: 'refuse' }>;

/** The contacts and the workspace of a scenario, as they stand now. */
export interface Cast {
  workspace(): WorkspaceState;
  contacts(): readonly SandboxContact[];
  find(contactId: string): SandboxContact | null;
  setBalance(balance: string | null): WorkspaceState;
  /** What the provider says instead of doing it, at that instant; null: it does it. */
  refusal(contactId: string, what: RefuseStep['what'], at: number): ProviderRefusal | null;
  /** The step takes effect at that instant. */
  refuse(step: RefuseStep, at: number): void;
  /** How far the scenario's clock is ahead of the world's, in milliseconds. */
  aheadMs(): number;
  /** @returns how far it is ahead now. */
  jump(byMs: number): number;
}

/** What an earlier life of the gateway left behind. */
export interface EarlierLife {
  /** The balance as it stands when the sandbox starts, calls charged; undefined: the shift has just begun, the scenario's holds. */
  readonly balance: (() => string | null) | undefined;
  /** How far the clock was ahead when the shift began. */
  readonly aheadMs: number;
}

/** @param past the steps that are done already, in the order of the timeline; they are taken into account without a trace */
export function castOf(
  scenario: Scenario,
  past: readonly ScenarioStep[],
  earlier: EarlierLife,
  startedAt: number,
): Cast {
  const contacts = new Map(scenario.contacts.map((contact) => [contact.id, contactOf(contact)]));
  const { name, number, currency, recording, video, rules } = scenario.workspace;
  const steppedTo = past.findLast((step) => step.do === 'balance');
  // Asked late: what the last life left open is charged before the sandbox starts.
  let balance = earlier.balance ?? (() => (steppedTo === undefined ? scenario.workspace.balance : steppedTo.value));
  let { aheadMs } = earlier;
  const refusals = new Map<string, ProviderRefusal>();
  const refuse = ({ contact, what, code, for: lasts }: RefuseStep, at: number): void => {
    if (code === null) refusals.delete(`${what} ${contact}`);
    else refusals.set(`${what} ${contact}`, { code, until: lasts === undefined ? null : at + lasts });
  };
  for (const step of past) {
    if (step.do === 'clock') aheadMs += step.by;
    else if (step.do === 'refuse') refuse(step, startedAt + step.at + aheadMs);
  }

  const workspace = (): WorkspaceState => ({
    name,
    number,
    balance: balance(),
    currency,
    recording,
    video,
    notes: true,
    rules,
  });
  return {
    workspace,
    contacts: () => [...contacts.values()],
    find: (contactId) => contacts.get(contactId) ?? null,
    setBalance: (value) => {
      balance = () => value;
      return workspace();
    },
    refusal: (contactId, what, at) => {
      const refusal = refusals.get(`${what} ${contactId}`) ?? null;
      return refusal?.until != null && at >= refusal.until ? null : refusal;
    },
    refuse,
    aheadMs: () => aheadMs,
    jump: (byMs) => {
      aheadMs += byMs;
      return aheadMs;
    },
  };
}

function contactOf({
  id,
  name,
  answers,
  asked,
  plays,
  audio,
  permission,
  term,
  video,
  reacts,
  ...contact
}: ScenarioContact): SandboxContact {
  const phone = contact.phone ?? null;
  return {
    id,
    name,
    phone,
    answers: answersOf(answers),
    asked: askedOf(asked),
    term,
    permission,
    plays: plays === 'never' ? { do: 'never' } : { do: 'play', afterMs: Number(plays.slice('after:'.length)) },
    audio,
    language: languageOf(phone),
    video,
    reacts: reacts === 'back',
  };
}

function askedOf(asked: string): Asked {
  const answer = /^after:(\d+) (grant|decline)$/.exec(asked);
  if (answer === null) return { do: 'ignore' };
  return { do: 'answer', afterMs: Number(answer[1]), answer: answer[2] === 'grant' ? 'grant' : 'decline' };
}

export function answersOf(answers: string): Answers {
  if (answers === 'never') return { do: 'ignore' };
  if (answers === 'decline') return { do: 'decline' };
  return { do: 'answer', afterMs: Number(answers.slice('after:'.length)) };
}
