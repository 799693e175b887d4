/**
 * The one place that knows JsSIP's types. Its own typings lack `transport`, `sendOptions` and the private parts below, call absent
 * messages present, and declare enumerations that do not exist at run time. Written against the source of 3.13.8, which is pinned.
 */
import { type Socket, UA } from 'jssip';

export interface SipMessagePort {
  readonly status_code?: number;
  readonly reason_phrase?: string;
  getHeader(name: string): string | undefined;
  getHeaders(name: string): string[];
  readonly body?: string | null;
}

export interface SessionEndEvent {
  readonly originator: 'local' | 'remote' | 'system';
  /** The BYE, CANCEL or response that ended the session; null where the end was made here. */
  readonly message: SipMessagePort | null;
  readonly cause: string;
}

export interface TerminateOptions {
  readonly cause?: string;
  readonly status_code?: number;
  readonly reason_phrase?: string;
  readonly extraHeaders?: readonly string[];
}

interface Rejectable {
  readonly reject: () => void;
}

export interface OfferEvent {
  readonly reject: (options: { readonly status_code: number; readonly reason_phrase: string }) => void;
}

export interface SessionEvents {
  peerconnection: { readonly peerconnection: RTCPeerConnection };
  sending: unknown;
  progress: { readonly originator: 'local' | 'remote' };
  /** `response`: the far end's, of a call of ours. */
  accepted: { readonly originator: 'local' | 'remote'; readonly response: SipMessagePort | null };
  ended: SessionEndEvent;
  failed: SessionEndEvent;
  hold: { readonly originator: 'local' | 'remote' };
  unhold: { readonly originator: 'local' | 'remote' };
  /** An offer of the far end inside the call, before JsSIP applies it. */
  reinvite: OfferEvent;
  update: OfferEvent;
  newInfo: { readonly originator: 'local' | 'remote'; readonly request: SipMessagePort };
  refer: Rejectable;
  replaces: Rejectable;
}

export interface SessionPort {
  /** Undefined or null before an incoming call is answered. */
  readonly connection: RTCPeerConnection | null;
  readonly direction: 'incoming' | 'outgoing';
  readonly remote_identity: {
    readonly uri: { readonly user: string | null; readonly host: string };
    readonly display_name: string | null;
  };
  isInProgress(): boolean;
  isEstablished(): boolean;
  isEnded(): boolean;
  isReadyToReOffer(): boolean;
  isMuted(): { readonly audio: boolean };
  isOnHold(): { readonly local: boolean; readonly remote: boolean };
  answer(options: MediaOptions & { readonly extraHeaders: readonly string[] }): void;
  /** JsSIP itself calls this to end a call after failures; see session-guard.ts. */
  terminate: (options?: TerminateOptions) => void;
  mute(options: { readonly audio: boolean }): void;
  unmute(options: { readonly audio: boolean }): void;
  hold(options: object, done: () => void): boolean;
  unhold(options: object, done: () => void): boolean;
  renegotiate(options: { readonly rtcOfferConstraints?: RTCOfferOptions }, done: () => void): boolean;
  /** Unlike `sendInfo` it leaves to its user what comes of the request. Throws nothing; without a dialog nothing happens. */
  sendRequest(method: 'INFO', options: RequestOptions): unknown;
  sendDTMF(tones: string, options: DtmfOptions): void;
  on<Name extends keyof SessionEvents>(name: Name, listener: (event: SessionEvents[Name]) => void): unknown;

  /** Set before the far end agrees to a hold; must be put back when it does not. */
  _localHold: boolean;
  /** Left true after gathering was cut short; would send an ICE restart out without candidates. */
  _iceReady: boolean;
  /** Enables or disables the sent tracks according to mute and hold. */
  _setLocalMediaStatus(): void;
}

export interface MediaOptions {
  readonly mediaStream: MediaStream;
  readonly mediaConstraints: { readonly audio: boolean; readonly video: boolean };
  readonly pcConfig: RTCConfiguration;
}

export interface CallOptions extends MediaOptions {
  readonly extraHeaders: readonly string[];
  readonly eventHandlers: {
    readonly [Name in keyof SessionEvents]?: (event: SessionEvents[Name]) => void;
  };
}

export interface RequestOptions {
  readonly extraHeaders: readonly string[];
  readonly body: string;
  readonly eventHandlers: {
    readonly onSuccessResponse: () => void;
    readonly onErrorResponse: (response: SipMessagePort) => void;
    readonly onTransportError: () => void;
    readonly onRequestTimeout: () => void;
    readonly onDialogError: () => void;
  };
}

export interface DtmfOptions {
  readonly transportType: 'RFC2833' | 'INFO';
  readonly duration: number;
  readonly interToneGap: number;
}

export interface UserAgentEvents {
  connected: unknown;
  disconnected: { readonly reason?: string };
  registered: unknown;
  unregistered: { readonly cause?: string | null };
  registrationFailed: { readonly response: SipMessagePort | null; readonly cause: string };
  newRTCSession: {
    readonly originator: 'local' | 'remote';
    readonly session: SessionPort;
    readonly request: SipMessagePort;
  };
}

export interface UserAgentPort {
  readonly configuration: { readonly registrar_server: object };
  start(): void;
  stop(): void;
  register(): void;
  unregister(): void;
  isRegistered(): boolean;
  isConnected(): boolean;
  set(parameter: 'password' | 'display_name', value: string): boolean;
  call(target: string, options: CallOptions): SessionPort;
  sendOptions(target: object): unknown;
  on<Name extends keyof UserAgentEvents>(name: Name, listener: (event: UserAgentEvents[Name]) => void): unknown;
}

/** What JsSIP asks of a socket. */
export interface SocketPort {
  readonly url: string;
  readonly sip_uri: string;
  via_transport: string;
  onconnect: () => void;
  ondisconnect: (error: boolean, code?: number, reason?: string) => void;
  ondata: (data: string | ArrayBuffer) => void;
  connect(): void;
  disconnect(): void;
  send(message: string): boolean;
  isConnected(): boolean;
  isConnecting(): boolean;
}

export interface UserAgentSettings {
  readonly socket: SocketPort;
  readonly uri: string;
  readonly displayName: string;
  readonly username: string | null;
  readonly password: string | null;
  readonly instanceId: string;
}

/** Longer than any queue rings: who gives up, and when, is the caller's and the server's affair. */
const noAnswerTimeoutSeconds = 3600;
/** A dead desktop stops being rung after so long; a living one refreshes at half of it. */
const registerExpiresSeconds = 300;

/** @throws a ConfigurationError of JsSIP that names the parameter it cannot use */
export function createUserAgent(settings: UserAgentSettings): UserAgentPort {
  const agent = new UA({
    sockets: settings.socket as unknown as Socket,
    uri: settings.uri,
    display_name: settings.displayName,
    ...(settings.username === null ? {} : { authorization_user: settings.username }),
    ...(settings.password === null ? {} : { password: settings.password }),
    instance_id: settings.instanceId,
    register_expires: registerExpiresSeconds,
    no_answer_timeout: noAnswerTimeoutSeconds,
    // RFC 4028 would end a call on wake from sleep, and WhatsApp's side knows no UPDATE.
    session_timers: false,
    user_agent: 'Cornetta',
  });
  return agent as unknown as UserAgentPort;
}
