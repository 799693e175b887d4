import { describe, expect, it } from 'vitest';
import type { GatewayEvent } from '#shared/contracts/agent.ts';
import { announcementsOf } from '../../../src/main/workspace/announcements.ts';

const message = (contactId: string, at: number, direction: 'in' | 'out' = 'in'): GatewayEvent => ({
  type: 'message',
  message: { id: `m${contactId}${at}`, contactId, direction, text: `${contactId} at ${at}`, at, status: 'delivered' },
});
const missed = (contactId: string, at: number): GatewayEvent => ({
  type: 'contact.event',
  event: {
    id: `${contactId}${at}/missed-call`,
    contactId,
    type: 'missed-call',
    at,
    callId: `call-${at}`,
    kind: 'voice',
    durationMs: null,
    agent: null,
  },
});
const note = (
  id: string,
  contactId: string,
  at: number,
  status: 'delivered' | 'played' = 'delivered',
): GatewayEvent => ({
  type: 'note',
  note: {
    id,
    contactId,
    callId: `call-${id}`,
    kind: 'voice',
    durationMs: 12_400,
    bytes: 1,
    sha256: '0'.repeat(64),
    mimeType: 'audio/webm;codecs=opus',
    peaks: null,
    direction: 'in',
    at,
    status,
    playedAt: status === 'played' ? at : null,
    playedBy: null,
    agent: null,
    transcript: null,
    flaw: null,
  },
});
const read = (contactId: string, upTo: number): GatewayEvent => ({ type: 'read', contactId, upTo, agentId: 'b' });

describe('announcementsOf', () => {
  it('announces messages of contacts and missed calls, and nothing else', () => {
    expect(
      announcementsOf([
        message('anna', 1),
        message('anna', 2, 'out'),
        missed('bruno', 3),
        { type: 'contact', state: { contact: { id: 'carla', name: 'Carla', phone: null }, serviceWindowUntil: null } },
      ]),
    ).toEqual([
      { type: 'message', contactId: 'anna', at: 1, text: 'anna at 1' },
      { type: 'missed-call', contactId: 'bruno', at: 3 },
    ]);
  });

  it('announces the newest of each contact, and a handful in all', () => {
    const flood = Array.from({ length: 1000 }, (_, number) => message(`contact-${number % 10}`, number));
    expect(announcementsOf(flood).map(({ contactId, at }) => [contactId, at])).toEqual([
      ['contact-6', 996],
      ['contact-7', 997],
      ['contact-8', 998],
      ['contact-9', 999],
    ]);
  });

  it('leaves out what somebody has looked at meanwhile', () => {
    expect(announcementsOf([message('anna', 1), missed('anna', 2), message('bruno', 3), read('anna', 2)])).toEqual([
      { type: 'message', contactId: 'bruno', at: 3, text: 'bruno at 3' },
    ]);
    expect(announcementsOf([message('anna', 5), read('anna', 4)])).toHaveLength(1);
  });

  it('announces a note until it is played, also where the conversation was looked at', () => {
    expect(announcementsOf([note('n1', 'anna', 1), read('anna', 5)])).toEqual([
      { type: 'note', contactId: 'anna', at: 1, noteId: 'n1', kind: 'voice', durationMs: 12_400 },
    ]);
    expect(announcementsOf([note('n1', 'anna', 1), note('n1', 'anna', 1, 'played')])).toEqual([]);
    expect(announcementsOf([note('n2', 'anna', 2), note('n1', 'anna', 1, 'played')])).toHaveLength(1);
  });
});
