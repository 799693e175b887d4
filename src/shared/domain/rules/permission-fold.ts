/** A contact's permission, step by step through its dated facts. */
import type { CallingFact, CallingState } from '#shared/contracts/calling.ts';
import type { RuleProfile } from '#shared/contracts/rule-profile.ts';
import { unreachable } from '#shared/never.ts';
import { hourMs } from './durations.ts';
import type { KnownCall } from './history.ts';

type Permission = CallingState['permission'];
type Grant = Extract<CallingFact, { fact: 'grant' }>;

export interface PermissionState {
  readonly permission: Permission;
  readonly waiting: CallingState['waiting'];
  /** When the contact declined last, where no grant followed. */
  readonly declinedAt: number | null;
  readonly unanswered: number;
  /** The newest moment that may have changed what the provider would answer. */
  readonly changedAt: number | null;
}

type Moment =
  | { readonly kind: 'fact'; readonly at: number; readonly fact: Exclude<CallingFact, { fact: 'call' }> }
  | { readonly kind: 'answered' | 'unanswered'; readonly at: number };

const none: PermissionState = {
  permission: { status: 'none', since: null, until: null, automatic: false },
  waiting: null,
  declinedAt: null,
  unanswered: 0,
  changedAt: null,
};

/** @param facts settled, @param calls of the same facts */
export function foldPermission(
  facts: readonly CallingFact[],
  calls: readonly KnownCall[],
  profile: RuleProfile,
): PermissionState {
  return momentsOf(facts, calls).reduce((state, moment) => after(state, moment, profile), none);
}

/** At one instant what takes away comes last: with no order to go by, the careful one is right. */
const ranks: Readonly<Record<Exclude<CallingFact, { fact: 'call' }>['fact'] | 'answered' | 'unanswered', number>> = {
  message: 0,
  template: 0,
  request: 1,
  grant: 2,
  answered: 3,
  decline: 4,
  unanswered: 5,
  revoke: 6,
  refusal: 7,
  provider: 8,
};

const rankOf = (moment: Moment): number => ranks[moment.kind === 'fact' ? moment.fact.fact : moment.kind];

function momentsOf(facts: readonly CallingFact[], calls: readonly KnownCall[]): readonly Moment[] {
  const moments: Moment[] = facts.flatMap((fact): Moment[] =>
    fact.fact === 'call' ? [] : [{ kind: 'fact', at: fact.at, fact }],
  );
  for (const call of calls) {
    if (call.answeredAt !== null) moments.push({ kind: 'answered', at: call.answeredAt });
    else if (call.endedAt !== null && !call.failed && call.direction === 'business-initiated')
      moments.push({ kind: 'unanswered', at: call.endedAt });
  }
  // Stable: facts of one instant and kind keep the order of their ids.
  return moments.sort((left, right) => left.at - right.at || rankOf(left) - rankOf(right));
}

function after(state: PermissionState, moment: Moment, profile: RuleProfile): PermissionState {
  const { at } = moment;
  if (moment.kind !== 'fact')
    return moment.kind === 'answered'
      ? { ...state, unanswered: 0, changedAt: at }
      : afterUnanswered(state, at, profile);
  const { fact } = moment;
  switch (fact.fact) {
    case 'message':
    case 'template':
      return state;
    case 'request': {
      const { expiresAfterHours } = profile.permissionRequest;
      const until = expiresAfterHours === null ? null : at + expiresAfterHours * hourMs;
      return { ...state, waiting: { since: at, until }, changedAt: at };
    }
    case 'grant':
      return granted(state, at, endOf(fact, profile), fact.source === 'automatic');
    case 'decline': {
      const declined: Permission = { status: 'declined', since: at, until: null, automatic: false };
      // Declining a further request does not take back a permission that runs.
      const permission = runs(state.permission, at) ? state.permission : declined;
      return { ...state, permission, waiting: null, declinedAt: at, changedAt: at };
    }
    case 'revoke':
      return taken(state, at, 'revoked', fact.source === 'automatic');
    case 'refusal':
      if (fact.rule === 'permission-missing') return afterProvider(state, at, profile, { status: 'none', until: null });
      if (fact.rule === 'permission-exists')
        return afterProvider(state, at, profile, { status: 'permanent', until: null });
      return state;
    case 'provider':
      return afterProvider(state, at, profile, fact.permission, fact);
    default:
      return unreachable(fact);
  }
}

const runs = ({ status, until }: Permission, at: number): boolean =>
  status === 'granted' && (until === null || at < until);

/** null: it has no end. */
function endOf({ at, term, until }: Pick<Grant, 'at' | 'term' | 'until'>, profile: RuleProfile): number | null {
  if (term === 'permanent') return null;
  const { temporaryHours } = profile.grant;
  return until ?? (temporaryHours === null ? null : at + temporaryHours * hourMs);
}

function granted(state: PermissionState, at: number, until: number | null, extend: boolean): PermissionState {
  const before = state.permission;
  const running = runs(before, at);
  const longer = before.until === null || (until !== null && before.until > until) ? before.until : until;
  return {
    ...state,
    permission: {
      status: 'granted',
      since: running ? before.since : at,
      until: running && extend ? longer : until,
      automatic: false,
    },
    waiting: null,
    declinedAt: null,
    unanswered: running && extend ? state.unanswered : 0,
    changedAt: at,
  };
}

const taken = (
  state: PermissionState,
  at: number,
  status: 'none' | 'revoked',
  automatic: boolean,
): PermissionState => ({
  ...state,
  permission: { status, since: at, until: null, automatic },
  unanswered: 0,
  changedAt: at,
});

function afterUnanswered(state: PermissionState, at: number, profile: RuleProfile): PermissionState {
  const unanswered = state.unanswered + 1;
  const { revokedAfterUnanswered } = profile.grant;
  if (revokedAfterUnanswered !== null && unanswered >= revokedAfterUnanswered && runs(state.permission, at))
    return taken(state, at, 'revoked', true);
  return { ...state, unanswered };
}

/** What the provider says wins; where it only confirms, what is known in more detail stays. */
function afterProvider(
  state: PermissionState,
  at: number,
  profile: RuleProfile,
  said: Extract<CallingFact, { fact: 'provider' }>['permission'],
  answer?: Extract<CallingFact, { fact: 'provider' }>,
): PermissionState {
  const declinedAt = answer?.request.allowed === true ? null : state.declinedAt;
  if (said.status === 'none') {
    const gone = runs(state.permission, at) ? taken(state, at, 'none', false) : state;
    return { ...gone, declinedAt, changedAt: state.changedAt };
  }
  const known = runs(state.permission, at) ? state.permission.until : null;
  const until = endOf({ at, term: said.status, until: said.until ?? known }, profile);
  const given = granted(state, at, until, false);
  return { ...given, declinedAt, unanswered: state.unanswered, changedAt: state.changedAt };
}
