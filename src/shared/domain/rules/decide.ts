/** From single objections to one answer: what refuses first, and when nothing refuses any more. */
import type { RuleParams, RuleRefusal } from '#shared/contracts/calling.ts';
import type { NeedId, RuleId, WarningId } from './rule-ids.ts';

/**
 * One rule that refuses at an instant. `until`: the first later instant at which it no longer does, nothing else having happened.
 * `need`: what has to happen, since time does not lift it.
 */
export type Objection = { readonly rule: RuleId; readonly params?: RuleParams } & (
  | { readonly until: number }
  | { readonly need: NeedId }
);

export interface RuleWarning {
  readonly warning: WarningId;
  readonly params: RuleParams;
}

export type Verdict<Remaining> =
  | { readonly allowed: true; readonly warnings: readonly RuleWarning[]; readonly remaining: Remaining }
  | RuleRefusal;

/**
 * @param objections every rule that refuses at an instant, in the documented order; from the same facts for each instant asked.
 * @returns null where nothing refuses at `now`. `liftsAt` is looked for at the instants themselves, not only at `now`: by the time
 * a limit has room again the permission may have run out or the service window closed.
 */
export function refusalOf(objections: (at: number) => readonly Objection[], now: number): RuleRefusal | null {
  const standing = objections(now);
  const [first] = standing;
  if (first === undefined) return null;
  const needs = new Set<NeedId>();
  let at = now;
  for (let found = standing; found.length > 0; found = objections(at)) {
    const ends = found.flatMap((objection) => ('until' in objection ? [objection.until] : []));
    for (const objection of found) if ('need' in objection) needs.add(objection.need);
    if (ends.length === 0) break;
    at = Math.max(...ends);
  }
  return {
    allowed: false,
    rule: first.rule,
    params: first.params ?? {},
    liftsAt: needs.size === 0 ? at : null,
    waitUntil: at > now ? at : null,
    needs: [...needs],
    rules: [...new Set(standing.map(({ rule }) => rule))],
  };
}

/** @param passed asked only where nothing refuses */
export function verdict<Remaining>(
  objections: (at: number) => readonly Objection[],
  now: number,
  passed: () => { readonly warnings: readonly RuleWarning[]; readonly remaining: Remaining },
): Verdict<Remaining> {
  return refusalOf(objections, now) ?? { allowed: true, ...passed() };
}

export const warn = (warning: WarningId, params: RuleParams = {}): RuleWarning => ({ warning, params });
