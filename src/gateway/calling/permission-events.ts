import type { GatewayEvent } from '#shared/contracts/agent.ts';
import type { ContactEventType } from '#shared/contracts/records.ts';

type PermissionEventType = Extract<ContactEventType, `permission-${string}`>;

/** The conversation's line about a permission. The same `id` again is the same line. */
export const permissionEvent = (
  type: PermissionEventType,
  about: { readonly id: string; readonly contactId: string; readonly at: number; readonly agent?: string },
): GatewayEvent => ({
  type: 'contact.event',
  event: { agent: null, ...about, type, callId: null, kind: null, durationMs: null },
});
