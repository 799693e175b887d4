/** What the phone needs of a SIP stack. Nothing outside this folder knows which one it is. */
import type { CallKind } from '#shared/contracts/identifiers.ts';
import type { PhoneAccount, PlaceTarget } from '#shared/contracts/phone.ts';
import type { Reaction } from '#shared/contracts/reaction.ts';
import type { Result } from '#shared/result.ts';
import type { CallEnd } from './call-end.ts';
import type { Offer } from './offer.ts';
import type { RegistrationState } from './registration-keeper.ts';

/** What one call reports. After `ended` nothing more comes. */
export interface SipCallEvents {
  /** The far end rings (outgoing calls). */
  readonly ringing: () => void;
  /** Media can be attached: the call has its peer connection. */
  readonly connection: (connection: RTCPeerConnection) => void;
  /** Answered by either side. */
  readonly accepted: () => void;
  readonly media: (state: 'flowing' | 'interrupted') => void;
  /** `local` comes once the far end agreed. */
  readonly held: (by: 'local' | 'remote', on: boolean) => void;
  /** Of a video call: where pictures go and come from. Whatever is sent on it may be changed at any time, without a new offer. */
  readonly videoLine: (line: RTCRtpTransceiver) => void;
  /** The far end takes reactions. */
  readonly takesReactions: () => void;
  readonly reaction: (reaction: Reaction) => void;
  readonly ended: (end: CallEnd) => void;
}

export interface SipCall {
  readonly callId: string;
  readonly direction: 'incoming' | 'outgoing';
  readonly over: boolean;
  /** Answered, by either side. */
  readonly answered: boolean;
  /** null as soon as the call can be answered; else why not. */
  readonly unanswerable: () => 'gone' | 'offline' | null;
  /**
   * Answers with the tracks of the stream, which stay the caller's to stop. Done when the answer was sent.
   * `gone`: the caller gave up meanwhile; `offline`: the connection broke and the call may be offered again; `media`: WebRTC refused.
   */
  answer(stream: MediaStream): Promise<Result<null>>;
  decline(busy: boolean): void;
  /** Hangs up, cancels or declines, whatever fits. Always works. */
  hangUp(): void;
  /** `invalid` before there is anything to mute. */
  mute(on: boolean): Result<null>;
  /** Whether the microphone is meant to be heard now: neither muted nor on hold. */
  readonly microphoneOpen: () => boolean;
  /** `rejected`: the far end does not hold calls; the call goes on as it was. */
  hold(on: boolean): Promise<Result<null>>;
  /** `unsupported`: the far end takes none after all; `gone`; `offline`: nobody knows whether it arrived. The call goes on in any case. */
  react(reaction: Reaction): Promise<Result<null>>;
  /** RFC 4733 tones in the media; SIP INFO where the peer connection cannot send those. */
  dtmf(tones: string): Result<null>;
}

export interface PlaceRequest {
  readonly callId: string;
  readonly target: PlaceTarget;
  readonly kind: CallKind;
  readonly stream: MediaStream;
}

export interface SipAgentEvents {
  readonly registration: (state: RegistrationState) => void;
  /** A call comes in; the answer takes its events. */
  readonly offered: (offer: Offer, call: SipCall) => SipCallEvents;
  readonly log: (level: 'info' | 'warn', text: string) => void;
}

export interface SipAgent {
  /** True where the account can be taken over without registering anew (display name, ICE servers, address of a gateway). */
  adopt(account: PhoneAccount): boolean;
  /** Where the provider carries no pictures every call is a voice call, whatever is asked or offered. */
  kindOf(kind: CallKind): CallKind;
  /** `offline`: no connection; `invalid`: no such address can exist. */
  place(request: PlaceRequest, events: SipCallEvents): Result<SipCall>;
  /** After sleep or a change of network. */
  reconnect(): void;
  /** Ends every call, save that one which rings is left to others, unregisters, closes the connection. Resolves when that is on its way or a second has passed. */
  stop(): Promise<void>;
}
