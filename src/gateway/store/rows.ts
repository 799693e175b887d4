import type { ContactState } from '#shared/contracts/agent.ts';
import type { CallDirection, CallKind } from '#shared/contracts/identifiers.ts';
import type { ContactEvent, Message } from '#shared/contracts/records.ts';

/** A call that is not over: what a gateway that died in the middle of it can still write down. */
export interface OpenCall {
  readonly callId: string;
  readonly contactId: string;
  readonly direction: CallDirection;
  readonly kind: CallKind;
  readonly answeredAt: number | null;
  /** When it was up last, as far as was written down; by the world's clock. */
  readonly seenAt: number | null;
  /** Name of the agent who answered or called. */
  readonly agent: string | null;
}

/** An event of the log with its place in it, as text for the wire. */
export interface LoggedEvent {
  readonly cursor: number;
  /** JSON of a `NumberedEvent` */
  readonly text: string;
}

export interface EventRow {
  readonly cursor: number;
  readonly at: number;
  readonly body: string;
}

export interface ContactRow {
  readonly id: string;
  readonly name: string;
  readonly phone: string | null;
  readonly service_window_until: number | null;
}

export interface MessageRow {
  readonly id: string;
  readonly contact_id: string;
  readonly direction: Message['direction'];
  readonly text: string;
  readonly at: number;
  readonly status: Message['status'];
}

export interface ContactEventRow {
  readonly id: string;
  readonly contact_id: string;
  readonly type: ContactEvent['type'];
  readonly at: number;
  readonly call_id: string | null;
  readonly kind: CallKind | null;
  readonly duration_ms: number | null;
  readonly agent: string | null;
}

export interface OpenCallRow {
  readonly call_id: string;
  readonly contact_id: string;
  readonly direction: CallDirection;
  readonly kind: CallKind;
  readonly answered_at: number | null;
  readonly seen_at: number | null;
  readonly agent: string | null;
}

export const toContactState = (row: ContactRow): ContactState => ({
  contact: { id: row.id, name: row.name, phone: row.phone },
  serviceWindowUntil: row.service_window_until,
});

export const toMessage = ({ contact_id: contactId, ...row }: MessageRow): Message => ({ ...row, contactId });

export const toContactEvent = (row: ContactEventRow): ContactEvent => ({
  id: row.id,
  contactId: row.contact_id,
  type: row.type,
  at: row.at,
  callId: row.call_id,
  kind: row.kind,
  durationMs: row.duration_ms,
  agent: row.agent,
});

export const toOpenCall = (row: OpenCallRow): OpenCall => ({
  callId: row.call_id,
  contactId: row.contact_id,
  direction: row.direction,
  kind: row.kind,
  answeredAt: row.answered_at,
  seenAt: row.seen_at,
  agent: row.agent,
});

export const toLoggedEvent = ({ cursor, at, body }: EventRow): LoggedEvent => ({
  cursor,
  text: `{"cursor":${cursor},"at":${at},"event":${body}}`,
});
