import type { GatewayEvent, NumberedEvent, WorkspaceState } from '#shared/contracts/agent.ts';
import type { Note } from '#shared/contracts/note.ts';
import type { Contact, ContactEvent, Message, TimelineEntry } from '#shared/contracts/records.ts';
import type { NewCall, NewKeptNote, NewRecording } from '../../../../src/main/store/ledger-store.ts';

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

export const noteOf = (id: string, contactId: string, at: number, more: Partial<Note> = {}): Note => ({
  id,
  contactId,
  callId: `call-of-${id}`,
  kind: 'voice',
  durationMs: 12_000,
  bytes: 96_000,
  sha256: 'ab'.repeat(32),
  mimeType: 'audio/webm;codecs=opus',
  peaks: null,
  direction: 'in',
  at,
  status: 'delivered',
  playedAt: null,
  playedBy: null,
  agent: null,
  transcript: null,
  flaw: null,
  ...more,
});

export const keptNoteOf = (id: string, at: number, more: Partial<NewKeptNote> = {}): NewKeptNote => ({
  id,
  contactId: 'anna',
  callId: 'wacid.1',
  kind: 'voice',
  durationMs: 12_000,
  bytes: 96_000,
  sha256: 'cd'.repeat(32),
  mimeType: 'audio/webm;codecs=opus',
  peaks: 'AAEC',
  at,
  ...more,
});

export const asEntry = (value: Message | ContactEvent | Note): TimelineEntry =>
  'durationMs' in value && 'sha256' in value
    ? { entry: 'note', ...value }
    : 'type' in value
      ? { entry: 'event', ...value }
      : { entry: 'message', ...value };

export const numbered = (events: readonly GatewayEvent[], after = 0): NumberedEvent[] =>
  events.map((event, index) => ({ cursor: after + index + 1, at: 0, event }));

export const workspaceOf = (name: string): WorkspaceState => ({
  name,
  number: '+390612345678',
  balance: '25.00',
  currency: 'USD',
  recording: true,
  video: true,
  notes: true,
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
