import { LoaderCircle, Pause, Play } from 'lucide-react';
import { useEffect, useId, useRef } from 'react';
import { Button } from '../../components/button.tsx';
import { PositionSlider } from '../../components/position-slider.tsx';
import { formatDuration } from '../../format/durations.ts';
import { useModel } from '../../hooks/use-model.ts';
import { useLanguage } from '../../i18n/context.tsx';
import { noteSpeeds, type PlayableNote } from '../../state/note-playback.ts';
import { useStore } from '../../state/store.ts';
import { barHeights, barsBox, barsPath } from './note-bars.ts';
import styles from './note-player.module.css';

export interface NotePlayerProps {
  readonly note: PlayableNote;
  readonly peaks: string | null;
}

/** Plays one note: wave form with position, elapsed and total, speed; the picture above it where there is one. */
export function NotePlayer({ note, peaks }: NotePlayerProps) {
  const { t, region } = useLanguage();
  const { notePlayback } = useModel();
  const state = useStore(notePlayback, (value) => value);
  const mine = state.note?.id === note.id;
  const phase = mine ? state.phase : 'paused';
  const position = mine ? state.position : 0;
  const total = Math.max(note.durationMs / 1000, 0.1);
  const playing = phase === 'playing';
  const nextSpeed = noteSpeeds[(noteSpeeds.indexOf(state.speed as 1) + 1) % noteSpeeds.length] ?? 1;
  const speed = (value: number): string => `${value.toLocaleString(region)}×`;
  return (
    <div className={styles.player}>
      {note.kind === 'video' && mine && phase !== 'failed' ? <Picture /> : null}
      <Button
        name={playing ? t('notes.pause') : t('notes.play')}
        icon={phase === 'opening' ? LoaderCircle : playing ? Pause : Play}
        iconOnly
        tone="accent"
        aria-busy={phase === 'opening'}
        onClick={() => notePlayback.toggle(note)}
      />
      <Waveform
        peaks={peaks}
        position={position}
        total={total}
        onSeek={(seconds) => notePlayback.seek(note, seconds)}
      />
      <p className={styles.time}>
        {formatDuration(position * 1000)} / {formatDuration(note.durationMs)}
      </p>
      <Button
        name={t('notes.speed', { speed: speed(mine ? state.speed : 1) })}
        iconOnly
        small
        tone="quiet"
        tip={t('notes.speedTip')}
        className={styles.speed}
        onClick={() => notePlayback.setSpeed(nextSpeed)}
      >
        {speed(state.speed)}
      </Button>
      {mine && state.failure !== null ? (
        <p role="status" className={styles.failed}>
          {t(`error.${state.failure.code}`)}
        </p>
      ) : null}
    </div>
  );
}

interface WaveformProps {
  readonly peaks: string | null;
  readonly position: number;
  readonly total: number;
  readonly onSeek: (seconds: number) => void;
}

function Waveform({ peaks, position, total, onSeek }: WaveformProps) {
  const clip = useId();
  const path = barsPath(barHeights(peaks));
  return (
    <PositionSlider position={position} total={total} onSeek={onSeek} className={styles.slider}>
      <svg
        aria-hidden="true"
        viewBox={`0 0 ${barsBox.width} ${barsBox.height}`}
        preserveAspectRatio="none"
        className={styles.bars}
      >
        <clipPath id={clip}>
          <rect width={Math.min(position / total, 1) * barsBox.width} height={barsBox.height} />
        </clipPath>
        <path d={path} className={styles.ahead} />
        <path d={path} className={styles.played} clipPath={`url(#${clip})`} />
      </svg>
    </PositionSlider>
  );
}

/** The window's one media element, shown here while its note is in sight. */
function Picture() {
  const { notePlayback } = useModel();
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = notePlayback.element();
    frame.current?.append(element);
    return () => element.remove();
  }, [notePlayback]);
  return <div ref={frame} className={styles.picture} />;
}
