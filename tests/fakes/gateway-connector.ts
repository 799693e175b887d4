import type { Connector, ConnectorEvents, IncomingCall } from '../../src/gateway/connectors/connector.ts';
import type { Note } from '../../src/shared/contracts/note.ts';
import type { Message } from '../../src/shared/contracts/records.ts';
import { ok, type Result } from '../../src/shared/result.ts';

export const testOffer = 'v=0\r\no=contact 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n';
export const testAnswer = 'v=0\r\no=agent 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n';

export const testWorkspace = {
  name: 'Officina',
  number: '+390612345678',
  balance: '25.00',
  currency: 'USD',
  recording: true,
  video: true,
  notes: true,
  rules: 'respond-io-2025-08',
} as const;

export interface FakeConnector extends Connector {
  readonly events: ConnectorEvents;
  /** What the gateway asked for, in order. */
  readonly calls: { readonly what: string; readonly callId: string; readonly detail: string }[];
  readonly sent: Message[];
  /** Notes that were handed over, and those that an agent played. */
  readonly notes: { readonly note: Note; readonly media: Uint8Array }[];
  readonly played: Note[];
  /** What `answer`, `placeCall`, `renegotiate`, `requestPermission` and `sendMessage` say; replaced by tests. */
  onAnswer: (callId: string, sdp: string | null) => Promise<Result<null>>;
  onPlace: (callId: string) => ReturnType<Connector['placeCall']>;
  onRenegotiate: (callId: string, sdp: string) => Promise<Result<string>>;
  onRequest: (id: string) => ReturnType<Connector['requestPermission']>;
  onSend: (message: Message) => Promise<Result<null>>;
  onSendNote: (note: Note) => Promise<Result<null>>;
  /** A contact calls. */
  ring(callId: string, over?: Partial<IncomingCall>): void;
  /** The contact has allowed calls for good, and always had. */
  grant(contactId: string): void;
  asked(what: string): readonly string[];
}

/** No contact's service window ends during a test. */
const farAway = Date.UTC(2100, 0);

/** A provider without contacts: the test plays them. */
export function fakeConnector(
  contacts: readonly string[] = ['anna'],
  permission: 'granted' | 'none' = 'granted',
): FakeConnector {
  let events: ConnectorEvents | null = null;
  const calls: FakeConnector['calls'] = [];
  const note = (what: string, callId: string, detail = '') => calls.push({ what, callId, detail });
  const connector: FakeConnector = {
    calls,
    sent: [],
    notes: [],
    played: [],
    onAnswer: async () => ok(null),
    onPlace: async () => ok(null),
    onRenegotiate: async (_callId, sdp) => ok(sdp.replace('o=agent', 'o=contact')),
    onRequest: async () => ok(null),
    onSend: async () => ok(null),
    onSendNote: async () => ok(null),
    get events() {
      if (events === null) throw new Error('the connector is not started');
      return events;
    },
    ring: (callId, over = {}) =>
      connector.events.incomingCall({
        callId,
        contactId: 'anna',
        contactName: 'Anna Bianchi',
        contactPhone: '+393331234567',
        kind: 'voice',
        offerSdp: testOffer,
        ...over,
      }),
    grant: (contactId) =>
      connector.events.permission({
        id: 'start',
        contactId,
        at: 0,
        initial: true,
        answer: 'granted',
        term: 'permanent',
        until: null,
        source: 'contact',
      }),
    asked: (what) => calls.filter((call) => call.what === what).map(({ callId }) => callId),
    start: async (given) => {
      events = given;
      given.workspace(testWorkspace);
      for (const id of contacts) {
        given.contact({ contact: { id, name: `Name of ${id}`, phone: null }, serviceWindowUntil: farAway });
        if (permission === 'granted') connector.grant(id);
      }
    },
    answer: (callId, sdp) => {
      note('answer', callId, sdp ?? 'no sound');
      return connector.onAnswer(callId, sdp);
    },
    reject: async (callId, cause) => {
      note('reject', callId, cause);
    },
    hangUp: async (callId) => {
      note('hangUp', callId);
    },
    placeCall: (call) => {
      note('placeCall', call.callId, call.contactId);
      return connector.onPlace(call.callId);
    },
    renegotiate: (callId, sdp) => {
      note('renegotiate', callId, sdp);
      return connector.onRenegotiate(callId, sdp);
    },
    takesReactions: true,
    react: (callId, reaction) => {
      note('react', callId, reaction);
    },
    digits: (callId, digits) => {
      note('digits', callId, digits);
    },
    sendMessage: (message) => {
      connector.sent.push(message);
      return connector.onSend(message);
    },
    sendNote: (sent, media) => {
      connector.notes.push({ note: sent, media });
      return connector.onSendNote(sent);
    },
    notePlayed: (left) => {
      connector.played.push(left);
    },
    requestPermission: ({ id, contactId }) => {
      note('requestPermission', id, contactId);
      return connector.onRequest(id);
    },
    stop: async () => {
      note('stop', '');
    },
  };
  return connector;
}
