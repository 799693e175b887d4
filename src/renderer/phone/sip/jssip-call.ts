import type { CallKind } from '#shared/contracts/identifiers.ts';
import type { Reaction } from '#shared/contracts/reaction.ts';
import { unreachable } from '#shared/never.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { type CallEnd, describeEnd, ownEnds, readEnd } from './call-end.ts';
import { sendTones } from './dtmf.ts';
import { hastenGathering } from './ice-gathering.ts';
import { type IceRecovery, recoverIce } from './ice-recovery.ts';
import type { SessionEndEvent, SessionPort, SipMessagePort } from './jssip-port.ts';
import { createReactions, type Reactions, sendReaction } from './reactions.ts';
import { Renegotiation } from './renegotiation.ts';
import { isMicrophoneOpen, setMuted } from './session-audio.ts';
import { listenToSession } from './session-events.ts';
import { guardSession, type Incident, type SessionGuard } from './session-guard.ts';
import type { SipCall, SipCallEvents } from './sip-agent.ts';
import { openVideoLine } from './video-line.ts';

export interface CallContext {
  readonly isOnline: () => boolean;
  readonly random: () => number;
  /** Reactions are agreed on with a gateway only: a PBX may pass the header on to whoever is called. */
  readonly reactions: boolean;
  readonly connectionSettings: () => RTCConfiguration;
  readonly log: (level: 'info' | 'warn', text: string) => void;
  readonly onOver: () => void;
}

/** For so long after registering again a call that rang before the connection broke may be offered anew. */
const reofferLimitMs = 3000;
/** No connection for so long: nobody is ringing any more. */
const staleLimitMs = 30_000;

/** One call: a JsSIP session with everything that JsSIP leaves to its user. */
export class JsSipCall implements SipCall {
  readonly callId: string;
  readonly direction: 'incoming' | 'outgoing';
  readonly kind: CallKind;
  readonly reactions: Reactions;
  events: SipCallEvents | null = null;
  readonly #context: CallContext;
  #session: SessionPort | null = null;
  #guard: SessionGuard | null = null;
  #renegotiation: Renegotiation | null = null;
  #recovery: IceRecovery | null = null;
  #settleAnswer: ((result: Result<null>) => void) | null = null;
  #staleTimer: ReturnType<typeof setTimeout> | undefined;
  #stale = false;
  #restartWanted = false;
  #restarting: Promise<Result<null>> | null = null;
  #rang = false;
  #answered = false;
  #over = false;

  constructor(callId: string, direction: 'incoming' | 'outgoing', kind: CallKind, context: CallContext) {
    this.callId = callId;
    this.direction = direction;
    this.kind = kind;
    this.reactions = createReactions(context.reactions, () => this.events);
    this.#context = context;
  }

  get over(): boolean {
    return this.#over;
  }

  get answered(): boolean {
    return this.#answered;
  }

  /** The connection over which it rang is gone; the server may offer the call again on the new one. */
  get stale(): boolean {
    return this.#stale;
  }

  /** Takes a session over: at first, and again where a call that was ringing is offered anew. */
  attach(session: SessionPort): void {
    clearTimeout(this.#staleTimer);
    const earlier = this.#guard;
    this.#session = session;
    this.#stale = false;
    this.#guard = guardSession(session, (incident) => this.#incident(incident));
    this.#renegotiation = new Renegotiation(session, this.#context.isOnline, this.#context.random);
    earlier?.terminate();
    listenToSession(
      session,
      {
        connection: (connection) => this.connected(connection),
        ringing: () => this.#ringing(),
        accepted: (response) => this.#accepted(response),
        info: this.reactions.informed,
        remoteHold: (on) => this.events?.held('remote', on),
        refusesOffer: () => this.#renegotiation?.collides() === true,
        ended: (event) => this.#sessionEnded(event),
      },
      () => this.#session === session && !this.#over,
      (error) => this.#context.log('warn', `call ${this.callId}: ${String(error)}`),
    );
  }

  /** The session has its peer connection; for outgoing calls JsSIP says so before anybody can listen. */
  connected(connection: RTCPeerConnection): void {
    const { iceServers = [] } = this.#context.connectionSettings();
    hastenGathering(connection, iceServers.length > 0);
    openVideoLine(connection, {
      direction: this.direction,
      wanted: this.kind === 'video',
      found: (line) => this.events?.videoLine(line),
    });
    this.#recovery?.stop();
    this.#recovery = recoverIce({
      connection,
      isOnline: this.#context.isOnline,
      restart: () => this.#restartIce(),
      report: (state) => this.events?.media(state),
      giveUp: () => this.#giveUp(),
    });
    this.events?.connection(connection);
  }

  unanswerable(): 'gone' | 'offline' | null {
    if (this.#over || this.#answered || this.direction !== 'incoming') return 'gone';
    if (this.#stale || !this.#context.isOnline()) return 'offline';
    return this.#session?.isInProgress() === true ? null : 'gone';
  }

  async answer(mediaStream: MediaStream): Promise<Result<null>> {
    const obstacle = this.unanswerable();
    const session = this.#session;
    if (obstacle !== null || session === null) return fail(obstacle ?? 'gone');
    const sent = new Promise<Result<null>>((resolve) => {
      this.#settleAnswer = resolve;
    });
    try {
      session.answer({
        mediaStream,
        mediaConstraints: { audio: true, video: false },
        pcConfig: this.#context.connectionSettings(),
        extraHeaders: this.reactions.headers,
      });
    } catch (error) {
      this.#context.log('warn', `answer failed: ${String(error)}`);
      this.#finish(ownEnds.unanswerable, () => this.#guard?.terminate({ status_code: 488 }));
      return fail('media', String(error));
    }
    return sent;
  }

  decline(busy: boolean): void {
    this.#terminate(busy ? { status_code: 486 } : { status_code: 603 });
  }

  hangUp(): void {
    if (this.direction === 'incoming' && !this.#answered) this.decline(false);
    else this.#terminate({});
  }

  /**
   * This phone goes away. Its user has said nothing about a call that rings, and 480 or 603 would say it for them: with 503 a proxy goes on
   * with its other branches (RFC 3261 16.7), and the gateway offers the call to this user's next phone.
   */
  leave(): void {
    if (this.direction === 'incoming' && !this.#answered) this.#terminate({ status_code: 503 });
    else this.hangUp();
  }

  mute(on: boolean): Result<null> {
    if (this.#over || this.#session === null) return fail('gone');
    return setMuted(this.#session, on);
  }

  microphoneOpen(): boolean {
    return this.#session !== null && !this.#over && isMicrophoneOpen(this.#session);
  }

  async hold(on: boolean): Promise<Result<null>> {
    if (this.#over || !this.#answered || this.#renegotiation === null) return fail('gone');
    const result = await this.#renegotiation.run(on ? 'hold' : 'resume');
    if (result.ok && !this.#over) this.events?.held('local', on);
    return result;
  }

  dtmf(tones: string): Result<null> {
    if (this.#over || this.#session === null) return fail('gone');
    return sendTones(this.#session, tones, this.#context.isOnline());
  }

  async react(reaction: Reaction): Promise<Result<null>> {
    if (this.#over || !this.#answered || this.#session === null) return fail('gone');
    return sendReaction(this.#session, reaction, this.#context.isOnline());
  }

  /** The connection to the server is gone. A call that is up does not need it until somebody wants something. */
  serverLost(): void {
    if (this.#over || this.#answered || this.direction !== 'incoming') return;
    this.#stale = true;
    clearTimeout(this.#staleTimer);
    this.#staleTimer = setTimeout(() => this.#lost(), staleLimitMs);
    this.#answerSettled(fail('offline', 'the connection was lost meanwhile'));
  }

  /** Registered again. */
  serverBack(): void {
    if (this.#stale) {
      clearTimeout(this.#staleTimer);
      this.#staleTimer = setTimeout(() => this.#lost(), reofferLimitMs);
    }
    if (this.#restartWanted || this.#renegotiation?.uncertain === true) this.networkChanged();
    else this.#recovery?.resume();
  }

  /** Addresses may have changed: media needs a new path even where the old one still seems to work. */
  networkChanged(): void {
    if (this.#over || !this.#answered) return;
    this.#restartWanted = !this.#context.isOnline();
    if (!this.#restartWanted) void this.#restartIce();
  }

  /** One at a time: several reasons to restart are no reason to restart several times. */
  #restartIce(): Promise<Result<null>> {
    if (this.#renegotiation === null) return Promise.resolve(fail('gone'));
    this.#restarting ??= this.#renegotiation.run('restart-ice').finally(() => {
      this.#restarting = null;
    });
    return this.#restarting;
  }

  #ringing(): void {
    if (this.#rang) return;
    this.#rang = true;
    this.events?.ringing();
  }

  #accepted(response: SipMessagePort | null): void {
    this.#answered = true;
    this.#answerSettled(ok(null));
    try {
      if (response !== null) this.reactions.look(response);
      this.events?.accepted();
    } finally {
      this.#recovery?.expect();
    }
  }

  #answerSettled(result: Result<null>): void {
    this.#settleAnswer?.(result);
    this.#settleAnswer = null;
  }

  #incident(incident: Incident): void {
    this.#context.log('warn', `call ${this.callId}: ${incident}`);
    switch (incident) {
      case 'offer-refused':
        this.#renegotiation?.refused();
        return;
      case 'transport':
        this.#renegotiation?.interrupted();
        return;
      case 'ice':
        this.#recovery?.failed();
        return;
      default:
        unreachable(incident);
    }
  }

  #terminate(options: { readonly status_code?: number }): void {
    if (this.#over) return;
    const sessionIsOver = this.#session?.isEnded() ?? true;
    if (!sessionIsOver) this.#guard?.terminate(options);
    // A session that JsSIP ended without a word still counts as a call here.
    this.#finish({ by: 'local', cause: this.#answered ? 'hangup' : 'cancelled', status: null, reason: null });
  }

  #giveUp(): void {
    this.#finish(ownEnds.noPath, () => this.#guard?.terminate({ status_code: 408, reason_phrase: 'RTP Timeout' }));
  }

  #lost(): void {
    this.#finish(ownEnds.noConnection, () => this.#guard?.terminate());
  }

  #sessionEnded(event: SessionEndEvent): void {
    const call = { direction: this.direction, answered: this.#answered };
    this.#finish(describeEnd(readEnd(event, call, this.#guard?.libraryCause() ?? null)));
  }

  #finish(end: CallEnd, after?: () => void): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#staleTimer);
    this.#recovery?.stop();
    this.#renegotiation?.end();
    this.#answerSettled(fail(end.cause === 'media' || end.cause === 'internal' ? 'media' : 'gone'));
    after?.();
    this.#context.onOver();
    this.events?.ended(end);
  }
}
