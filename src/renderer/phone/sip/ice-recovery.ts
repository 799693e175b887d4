export interface IceRecoveryOptions {
  readonly connection: RTCPeerConnection;
  readonly isOnline: () => boolean;
  /** Sends an offer with new ICE credentials; settles when it was answered or could not be sent. */
  readonly restart: () => Promise<unknown>;
  readonly report: (state: 'flowing' | 'interrupted') => void;
  /** No media for too long. */
  readonly giveUp: () => void;
}

export interface IceRecovery {
  /** Media should be flowing from now on: both sides said yes. */
  expect(): void;
  /** JsSIP saw ICE fail. */
  failed(): void;
  /** The connection to the server is back: a path that is broken is mended now. */
  resume(): void;
  stop(): void;
}

/** A Wi-Fi that hands over to another access point comes back by itself within this time. */
const patienceMs = 2000;
const retryMs = 4000;
/** In the course of a restart Chromium says for a moment that it is connected, over nothing. */
const settleMs = 300;
/** WhatsApp hangs up after 30 s without our media; a person does so earlier. */
const graceMs = 30_000;
/** With the server out of reach as well the agent is offline, which the screen says; past this nobody is waiting any more. */
const longestMs = 90_000;

/** Watches the media path of one call, restarts ICE where it is cut, and gives up after a grace period. */
export function recoverIce(options: IceRecoveryOptions): IceRecovery {
  const { connection } = options;
  let expected = false;
  let everFlowing = false;
  let stopped = false;
  let brokenSince: number | null = null;
  let mendableSince = 0;
  let restarting = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let settling: ReturnType<typeof setTimeout> | undefined;

  const isUp = (): boolean => connection.connectionState === 'connected';

  const schedule = (delay: number): void => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(attempt, delay);
  };

  const attempt = (): void => {
    if (stopped || brokenSince === null) return;
    const now = performance.now();
    // Nothing can be mended without the server: that time does not count.
    if (!options.isOnline()) mendableSince = now;
    if (now - mendableSince >= graceMs || now - brokenSince >= longestMs) {
      stop();
      options.giveUp();
      return;
    }
    // Before the first media there is nothing to restore unless ICE says so: the path may simply need its time.
    if (everFlowing || connection.connectionState === 'failed') restart();
    schedule(retryMs);
  };

  const restart = (): void => {
    if (stopped || restarting || !expected || !options.isOnline()) return;
    restarting = true;
    void options.restart().finally(() => {
      restarting = false;
    });
  };

  const broke = (delay: number): void => {
    if (stopped || !expected) return;
    if (brokenSince === null) {
      brokenSince = performance.now();
      mendableSince = brokenSince;
      if (everFlowing) options.report('interrupted');
      schedule(delay);
    }
  };

  const flows = (): void => {
    clearTimeout(timer);
    settling = undefined;
    if (brokenSince !== null || !everFlowing) options.report('flowing');
    everFlowing = true;
    brokenSince = null;
  };

  const look = (): void => {
    if (stopped || !expected) return;
    if (isUp()) {
      if (everFlowing && brokenSince !== null) settling ??= setTimeout(flows, settleMs);
      else flows();
      return;
    }
    clearTimeout(settling);
    settling = undefined;
    const { connectionState } = connection;
    if (connectionState === 'failed') broke(0);
    else if (connectionState === 'disconnected') broke(patienceMs);
    else if (!everFlowing) broke(retryMs);
  };

  const stop = (): void => {
    stopped = true;
    clearTimeout(timer);
    clearTimeout(settling);
    connection.removeEventListener('connectionstatechange', look);
    connection.removeEventListener('iceconnectionstatechange', look);
  };

  connection.addEventListener('connectionstatechange', look);
  connection.addEventListener('iceconnectionstatechange', look);

  return {
    expect: () => {
      expected = true;
      look();
    },
    failed: () => {
      broke(0);
      if (brokenSince !== null) schedule(0);
    },
    resume: () => {
      if (brokenSince !== null) schedule(0);
    },
    stop,
  };
}
