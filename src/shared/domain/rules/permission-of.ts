/** How a contact's permission stands at an instant, for eyes and for rules. */
import type { CallingState } from '#shared/contracts/calling.ts';
import { unreachable } from '#shared/never.ts';

export type PermissionView =
  | { readonly status: 'none' }
  | { readonly status: 'waiting'; readonly since: number; readonly until: number | null }
  | { readonly status: 'permanent'; readonly since: number }
  | { readonly status: 'temporary'; readonly since: number; readonly until: number }
  | { readonly status: 'declined'; readonly since: number; readonly askAgainAt: number }
  /** `automatic`: after unanswered calls, or so the provider says */
  | { readonly status: 'revoked'; readonly since: number; readonly automatic: boolean }
  | { readonly status: 'expired'; readonly since: number };

export function permissionOf({ permission, waiting, askAgainAt }: CallingState, now: number): PermissionView {
  const since = permission.since ?? 0;
  const { status, until } = permission;
  if (status === 'granted' && until === null) return { status: 'permanent', since };
  if (status === 'granted' && until !== null && now < until) return { status: 'temporary', since, until };
  if (waiting !== null && (waiting.until === null || now < waiting.until)) return { status: 'waiting', ...waiting };
  switch (status) {
    case 'none':
      return { status };
    case 'granted':
      return { status: 'expired', since: until ?? since };
    case 'declined':
      return { status, since, askAgainAt: askAgainAt ?? since };
    case 'revoked':
      return { status, since, automatic: permission.automatic };
    default:
      return unreachable(status);
  }
}
