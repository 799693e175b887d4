import type { Result } from '#shared/result.ts';
import type { Clock, Timer } from '../../../clock.ts';
import type { GatewayLog } from '../../../log.ts';
import type { AudioSources } from './audio-sources.ts';
import { createAudioSources } from './audio-sources.ts';
import { createPacer } from './pacer.ts';
import { openPeer, type PeerState } from './peer.ts';
import type { SpeechLanguage } from './speech.ts';
import { startTalking } from './talking.ts';
import { createFilms } from './video/films.ts';
import { startShowing } from './video/showing.ts';
import { loadWebRtcStack, type WebRtcStack } from './webrtc-stack.ts';

/** What a contact heard and said in one call; for the log. */
export interface MediaReport {
  readonly packetsSent: number;
  readonly packetsHeard: number;
  /** dBov, −127 to 0; null where the agent's stack does not tell. */
  readonly loudest: number | null;
  readonly digits: string;
  /** null: a voice call. */
  readonly video: { readonly packetsSent: number; readonly packetsHeard: number } | null;
}

/** The media of one call. */
export interface MediaSession {
  /** The contact calls: its whole offer. */
  createOffer(): Promise<string>;
  /** `invalid`: the answer is none, and another one may follow; anything else: the call cannot go on. */
  acceptAnswer(answerSdp: string): Promise<Result<null>>;
  /** The business calls, or changes a call that is up. */
  answerOffer(offerSdp: string): Promise<Result<string>>;
  /** Frees sockets and timers; a second time it does nothing more. */
  close(): Promise<MediaReport>;
}

export interface ContactMedia {
  /** `lost`: the media path never came up, or went away and did not come back; called once at most, and not after `close`. */
  open(call: {
    readonly audio: string;
    readonly language: SpeechLanguage;
    /** As in contracts/scenario.ts; null: a voice call. */
    readonly video: string | null;
    readonly lost: (reason: string) => void;
  }): Promise<MediaSession>;
  /** Sessions must be closed before. */
  dispose(): void;
}

/** A media path that is not up by then is given up. */
const connectTimeoutMs = 20_000;
/** How long a contact waits in a broken call for an ICE restart; the failure itself is noticed after 30 s (RFC 7675). */
const recoveryTimeoutMs = 30_000;

export function createContactMedia(options: {
  readonly directory: string;
  readonly clock: Clock;
  readonly log: GatewayLog;
  readonly monotonicNow: () => number;
}): ContactMedia {
  const { clock, log, directory } = options;
  const pacer = createPacer(clock, options.monotonicNow);
  const films = createFilms(directory);
  let loading: Promise<{ readonly stack: WebRtcStack; readonly sources: AudioSources }> | null = null;

  const load = async () => {
    const stack = await loadWebRtcStack();
    return { stack, sources: createAudioSources({ directory, log, openEncoder: stack.openEncoder }) };
  };
  const forget = (): void => {
    loading = null;
  };

  return {
    open: async ({ audio, language, video, lost }) => {
      if (loading === null) {
        loading = load();
        // The next call tries again.
        loading.catch(forget);
      }
      const { stack, sources } = await loading;
      const watch = watchPath(clock, lost);
      const peer = openPeer(stack, video === null ? null : { shown: video !== 'off' }, watch.state);
      let talking: { stop(): void } | null = null;
      let showing: { stop(): void } | null = null;
      let closed = false;
      const negotiated = (): void => {
        if (closed || talking !== null) return;
        watch.begin();
        talking = startTalking({ peer, pacer, sound: sources.acquire(audio, language), log });
        if (peer.video !== null && video !== null)
          showing = startShowing({ path: peer.video, video, stack, films, clock, log });
      };
      const begin = <T>(result: Result<T>): Result<T> => {
        if (result.ok) negotiated();
        return result;
      };
      return {
        createOffer: () => peer.createOffer(),
        acceptAnswer: async (answerSdp) => begin(await peer.acceptAnswer(answerSdp)),
        answerOffer: async (offerSdp) => begin(await peer.answerOffer(offerSdp)),
        close: async () => {
          closed = true;
          watch.end();
          talking?.stop();
          showing?.stop();
          await peer.close();
          const { packets, loudest, digits } = peer.hearing;
          const pictures = peer.video && {
            packetsSent: peer.video.packetsSent,
            packetsHeard: peer.video.packetsHeard,
          };
          return { packetsSent: peer.packetsSent, packetsHeard: packets, loudest, digits, video: pictures };
        },
      };
    },
    dispose: () => {
      loading?.then(({ sources }) => sources.dispose(), forget);
      forget();
    },
  };
}

/** Gives a path that fails the time to come back. */
function watchPath(
  clock: Clock,
  lost: (reason: string) => void,
): { begin(): void; state(state: PeerState): void; end(): void } {
  let timer: Timer | undefined;
  let wasConnected = false;
  let ended = false;

  const giveUp = (reason: string): void => {
    if (ended) return;
    ended = true;
    clock.clearTimeout(timer);
    lost(reason);
  };
  const within = (milliseconds: number, reason: string): void => {
    clock.clearTimeout(timer);
    timer = clock.setTimeout(() => giveUp(reason), milliseconds);
  };

  return {
    begin: () => within(connectTimeoutMs, 'no media path came up'),
    state: (state) => {
      if (ended) return;
      if (state === 'connected') {
        wasConnected = true;
        clock.clearTimeout(timer);
      } else if (wasConnected) within(recoveryTimeoutMs, 'the media path was lost');
      else giveUp('no media path came up');
    },
    end: () => {
      ended = true;
      clock.clearTimeout(timer);
    },
  };
}
