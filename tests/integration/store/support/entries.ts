import type { GatewayEvent, NumberedEvent, WorkspaceState } from '#shared/contracts/agent.ts';
import type { Contact, ContactEvent, Message, TimelineEntry } from '#shared/contracts/records.ts';
import type { NewCall, NewRecording } from '../../../../src/main/store/ledger-store.ts';

export const contactOf = (id: string, name = id, phone: string | null = null): Contact => ({ id, name, phone });

export const messageOf = (id: string, contactId: string, at: number, more: Partial<Message> = {}): Message => ({
  id,
  contactId,
  at,
  direction: 'in',
  text: `text of ${id}`,
  status: 'delivered',
  ...more,
});

export const eventOf = (
  id: string,
  contactId: string,
  at: number,
  type: ContactEvent['type'] = 'missed-call',
): ContactEvent => ({ id, contactId, at, type, callId: null, kind: 'voice', durationMs: null, agent: null });

export const asEntry = (value: Message | ContactEvent): TimelineEntry =>
  'type' in value ? { entry: 'event', ...value } : { entry: 'message', ...value };

export const numbered = (events: readonly GatewayEvent[], after = 0): NumberedEvent[] =>
  events.map((event, index) => ({ cursor: after + index + 1, at: 0, event }));

export const workspaceOf = (name: string): WorkspaceState => ({
  name,
  number: '+390612345678',
  balance: '25.00',
  currency: 'USD',
  recording: true,
  rules: 'respond-io-2025-08',
});

export const callOf = (id: string, startedAt: number, more: Partial<NewCall> = {}): NewCall => ({
  id,
  contactId: 'anna',
  name: 'Anna Bianchi',
  phone: '+393331234567',
  direction: 'user-initiated',
  kind: 'voice',
  startedAt,
  answeredAt: null,
  endedAt: null,
  outcome: null,
  reason: null,
  ...more,
});

export const recordingOf = (id: string, startedAt: number, more: Partial<NewRecording> = {}): NewRecording => ({
  id,
  callId: id,
  contactId: 'anna',
  name: 'Anna Bianchi',
  phone: null,
  agent: 'Bruno',
  startedAt,
  root: '/recordings',
  path: `2026/11/${id}.webm`,
  ...more,
});
