import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Peaks } from '#shared/contracts/ui-replies.ts';
import { PositionSlider } from '../../components/position-slider.tsx';
import { useModel } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import { drawWaveform } from './waveform.ts';
import styles from './waveform-slider.module.css';

export interface WaveformSliderProps {
  readonly recordingId: string;
  readonly audio: RefObject<HTMLAudioElement | null>;
  readonly playing: boolean;
  readonly position: number;
  readonly total: number;
  readonly onSeek: (seconds: number) => void;
}

/** The wave form of both sides, and on it a slider: pointer and arrow keys move through the recording. */
export function WaveformSlider({ recordingId, audio, playing, position, total, onSeek }: WaveformSliderProps) {
  const t = useT();
  const canvas = useRef<HTMLCanvasElement>(null);
  const peaks = usePeaks(recordingId);
  const length = Math.max(total, 0.1);

  const draw = useEffectEvent((seconds: number) => {
    const element = canvas.current;
    if (element === null || peaks === null || peaks === 'none') return;
    const style = getComputedStyle(element);
    drawWaveform(element, peaks, seconds / length, {
      played: style.color,
      ahead: style.getPropertyValue('border-top-color'),
    });
  });
  useEffect(() => {
    if (peaks !== null) draw(position);
  }, [peaks, position]);
  useEffect(() => {
    if (!playing) return;
    let frame = requestAnimationFrame(function next() {
      draw(audio.current?.currentTime ?? 0);
      frame = requestAnimationFrame(next);
    });
    return () => cancelAnimationFrame(frame);
  }, [playing, audio]);
  useEffect(() => {
    const observer = new ResizeObserver(() => draw(audio.current?.currentTime ?? 0));
    if (canvas.current !== null) observer.observe(canvas.current);
    return () => observer.disconnect();
  }, [audio]);

  return (
    <PositionSlider position={position} total={length} onSeek={onSeek} className={styles.slider}>
      {peaks === 'none' ? <p className={styles.none}>{t('recordings.noWaveform')}</p> : null}
      <canvas ref={canvas} className={styles.canvas} />
    </PositionSlider>
  );
}

function usePeaks(recordingId: string): Peaks | 'none' | null {
  const { client } = useModel();
  const [peaks, setPeaks] = useState<Peaks | 'none' | null>(null);
  useEffect(() => {
    let current = true;
    void client.ask('recordings.peaks', { recordingId }).then((result) => {
      if (!current) return;
      const known = result.ok && result.value !== null && result.value.agent.length > 0;
      setPeaks(known ? result.value : 'none');
    });
    return () => {
      current = false;
    };
  }, [client, recordingId]);
  return peaks;
}
