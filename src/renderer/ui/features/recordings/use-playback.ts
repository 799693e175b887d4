import { type RefObject, useEffect, useRef, useState } from 'react';

export interface Playback {
  readonly audio: RefObject<HTMLAudioElement | null>;
  readonly playing: boolean;
  readonly failed: boolean;
  /** Seconds. */
  readonly position: number;
  /** Seconds; null: not known yet. */
  readonly duration: number | null;
  readonly toggle: () => void;
  readonly pause: () => void;
  readonly seek: (seconds: number) => void;
  readonly setSpeed: (speed: number) => void;
}

/** Plays an address from the moment of mounting; what it tells is what the media element does. */
export function usePlayback(address: string): Playback {
  const audio = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState(false);
  const [failed, setFailed] = useState(false);
  const [position, setPosition] = useState(0);
  const [duration, setDuration] = useState<number | null>(null);

  const play = (): void => {
    audio.current?.play().catch((error: unknown) => {
      // Pausing before the first sample is no failure.
      if (!(error instanceof DOMException && error.name === 'AbortError')) setFailed(true);
    });
  };

  useEffect(() => {
    const element = new Audio(address);
    audio.current = element;
    const controller = new AbortController();
    const { signal } = controller;
    element.addEventListener('play', () => setPlaying(true), { signal });
    element.addEventListener('pause', () => setPlaying(false), { signal });
    element.addEventListener('ended', () => setPlaying(false), { signal });
    element.addEventListener('error', () => setFailed(true), { signal });
    element.addEventListener('timeupdate', () => setPosition(element.currentTime), { signal });
    element.addEventListener('seeking', () => setPosition(element.currentTime), { signal });
    element.addEventListener(
      'durationchange',
      () => setDuration(Number.isFinite(element.duration) ? element.duration : null),
      { signal },
    );
    element.play().catch(() => setPlaying(false));
    return () => {
      controller.abort();
      element.pause();
      // Lets go of the file, which main may want to delete.
      element.removeAttribute('src');
      element.load();
      audio.current = null;
    };
  }, [address]);

  return {
    audio,
    playing,
    failed,
    position,
    duration,
    toggle: () => {
      if (audio.current?.paused === true) play();
      else audio.current?.pause();
    },
    pause: () => audio.current?.pause(),
    seek: (seconds) => {
      if (audio.current === null) return;
      audio.current.currentTime = seconds;
      setPosition(seconds);
    },
    setSpeed: (speed) => {
      if (audio.current !== null) audio.current.playbackRate = speed;
    },
  };
}
