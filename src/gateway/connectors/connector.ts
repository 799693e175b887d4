import type { ContactState, WorkspaceState } from '#shared/contracts/agent.ts';
import type { CallKind } from '#shared/contracts/identifiers.ts';
import type { ContactEvent, Message } from '#shared/contracts/records.ts';
import type { Result } from '#shared/result.ts';

/** A contact calls the business. The offer is the contact's whole SDP, candidates included. */
export interface IncomingCall {
  readonly callId: string;
  readonly contactId: string;
  readonly contactName: string;
  /** E.164, or null where the contact has only a username. */
  readonly contactPhone: string | null;
  readonly kind: CallKind;
  readonly offerSdp: string;
}

/** What a connector tells the gateway. Every function may be called at any time after `start`. */
export interface ConnectorEvents {
  incomingCall(call: IncomingCall): void;
  /** The contact ended the call: before the answer it gave up, after the answer it hung up. */
  callEnded(callId: string, cause: 'hangup' | 'failed'): void;
  /** A business-initiated call: the contact's phone rings; then it answers, declines or does not answer. */
  outgoingRinging(callId: string): void;
  outgoingAnswered(callId: string, answerSdp: string): void;
  outgoingRefused(callId: string, cause: 'declined' | 'no-answer' | 'unreachable'): void;
  workspace(workspace: WorkspaceState): void;
  contact(state: ContactState): void;
  message(message: Message): void;
  messageStatus(messageId: string, contactId: string, status: Message['status']): void;
  contactEvent(event: ContactEvent): void;
}

/**
 * The only code that knows a provider. The gateway decides who rings and who answered; the connector carries media
 * descriptions and messages to and from the contact.
 */
export interface Connector {
  start(events: ConnectorEvents): Promise<void>;
  /** An agent answered an incoming call; null: one of a rehearsal, without sound. Resolves when the contact has the answer. */
  answer(callId: string, answerSdp: string | null): Promise<Result<null>>;
  /** Nobody takes the incoming call: declined by all, nobody there, or timed out. */
  reject(callId: string, cause: 'declined' | 'no-answer' | 'unavailable'): Promise<void>;
  /** Ends a call that is up, or cancels one that is being placed. Unknown ids are ignored: the call is over. */
  hangUp(callId: string): Promise<void>;
  /** Places a business-initiated call with the agent's offer; progress comes as events. */
  placeCall(call: {
    readonly callId: string;
    readonly contactId: string;
    readonly kind: CallKind;
    readonly offerSdp: string;
  }): Promise<Result<null>>;
  /** A re-offer inside a call (hold, resume, ICE restart); answers with the SDP for the agent. */
  renegotiate(callId: string, offerSdp: string): Promise<Result<string>>;
  /** DTMF that came as SIP INFO; RFC 4733 digits travel in the media. */
  digits(callId: string, digits: string): void;
  sendMessage(message: Message): Promise<Result<null>>;
  stop(): Promise<void>;
}
