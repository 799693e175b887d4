import type { RuleProfile } from '#shared/contracts/rule-profile.ts';
import meta202610 from '../../../../resources/rules/meta-2026-10.json' with { type: 'json' };
import respondIo202508 from '../../../../resources/rules/respond-io-2025-08.json' with { type: 'json' };

/** Tests hold each file against the schema; here they are data of the build. */
export const profiles: readonly RuleProfile[] = [respondIo202508 as RuleProfile, meta202610 as RuleProfile];

/** The profile of that name; an unknown one (of a newer gateway) is judged by the default. */
export function ruleProfile(id: string): RuleProfile {
  return profiles.find((profile) => profile.id === id) ?? (respondIo202508 as RuleProfile);
}

const revoking = profiles.flatMap(({ grant }) => grant.revokedAfterUnanswered ?? []);

/** Unanswered calls of which a row may revoke a permission, whichever profile holds. */
export const revokingRows = { shortest: Math.min(...revoking), longest: Math.max(...revoking) } as const;
