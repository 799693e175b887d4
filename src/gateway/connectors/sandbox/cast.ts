import type { ContactState, WorkspaceState } from '#shared/contracts/agent.ts';
import type { Scenario, ScenarioContact, ScenarioStep } from '#shared/contracts/scenario.ts';
import { unreachable } from '#shared/never.ts';
import type { SpeechLanguage } from './media/speech.ts';
import { languageOf } from './media/speech.ts';

/** Free-form messages may be sent for so long after the contact wrote, called or took a call. */
const serviceWindowMs = 24 * 60 * 60 * 1000;

/** What a contact does when the business calls. */
export type Answers =
  | { readonly do: 'answer'; readonly afterMs: number }
  | { readonly do: 'ignore' }
  | { readonly do: 'decline' };

export interface SandboxContact {
  readonly id: string;
  readonly name: string;
  /** E.164, or null. */
  readonly phone: string | null;
  readonly answers: Answers;
  readonly audio: string;
  readonly language: SpeechLanguage;
}

/** The contacts and the workspace of a scenario, as they stand now. */
export interface Cast {
  workspace(): WorkspaceState;
  contacts(): readonly ContactState[];
  find(contactId: string): SandboxContact | null;
  mayBeCalled(contactId: string): boolean;
  setBalance(balance: string | null): WorkspaceState;
  revoke(contactId: string): void;
  /** The contact wrote, called or took a call at `at`: the service window opens or renews. null: no such contact. */
  openWindow(contactId: string, at: number): ContactState | null;
}

interface Standing {
  readonly contact: SandboxContact;
  permission: ScenarioContact['permission'] | 'revoked';
  serviceWindowUntil: number | null;
}

/**
 * @param past the steps that are done already, in the order of the timeline; they are taken into account without a trace
 * @param windowUntil where a contact's service window stood before; null: closed, or nobody knows
 */
export function castOf(
  scenario: Scenario,
  startedAt: number,
  past: readonly ScenarioStep[],
  windowUntil: (contactId: string) => number | null,
): Cast {
  const standings = new Map(
    scenario.contacts.map((contact) => [contact.id, standingOf(contact, windowUntil(contact.id))]),
  );
  const { name, number, currency, recording, rules } = scenario.workspace;
  let balance = scenario.workspace.balance;

  const workspace = (): WorkspaceState => ({ name, number, balance, currency, recording, rules });
  const stateOf = ({ contact: { id, name, phone }, serviceWindowUntil }: Standing): ContactState => ({
    contact: { id, name, phone },
    serviceWindowUntil,
  });

  const cast: Cast = {
    workspace,
    contacts: () => [...standings.values()].map(stateOf),
    find: (contactId) => standings.get(contactId)?.contact ?? null,
    mayBeCalled: (contactId) => standings.get(contactId)?.permission === 'granted',
    setBalance: (value) => {
      balance = value;
      return workspace();
    },
    revoke: (contactId) => {
      const standing = standings.get(contactId);
      if (standing !== undefined) standing.permission = 'revoked';
    },
    openWindow: (contactId, at) => {
      const standing = standings.get(contactId);
      if (standing === undefined) return null;
      standing.serviceWindowUntil = Math.max(standing.serviceWindowUntil ?? 0, at + serviceWindowMs);
      return stateOf(standing);
    },
  };
  for (const step of past) replay(cast, step, startedAt);
  return cast;
}

function replay(cast: Cast, step: ScenarioStep, startedAt: number): void {
  switch (step.do) {
    case 'message':
    case 'call':
      cast.openWindow(step.contact, startedAt + step.at);
      return;
    case 'balance':
      cast.setBalance(step.value);
      return;
    case 'revoke':
      cast.revoke(step.contact);
      return;
    default:
      unreachable(step);
  }
}

function standingOf(
  { id, name, answers, audio, permission, ...contact }: ScenarioContact,
  serviceWindowUntil: number | null,
): Standing {
  const phone = contact.phone ?? null;
  return {
    contact: { id, name, phone, answers: answersOf(answers), audio, language: languageOf(phone) },
    permission,
    serviceWindowUntil,
  };
}

export function answersOf(answers: string): Answers {
  if (answers === 'never') return { do: 'ignore' };
  if (answers === 'decline') return { do: 'decline' };
  return { do: 'answer', afterMs: Number(answers.slice('after:'.length)) };
}
