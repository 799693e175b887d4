import { Pause, Play, X } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { recordingUrl } from '#shared/contracts/recording-url.ts';
import type { RecordingRow } from '#shared/contracts/records.ts';
import { Button } from '../../components/button.tsx';
import { formatDuration } from '../../format/durations.ts';
import { useSession } from '../../hooks/use-model.ts';
import { useNow } from '../../hooks/use-now.ts';
import { useLanguage } from '../../i18n/context.tsx';
import { activeCall } from '../../state/session.ts';
import styles from './player.module.css';
import { usePlayback } from './use-playback.ts';
import { WaveformSlider } from './waveform-slider.tsx';

const speeds = [1, 1.5, 2] as const;
const minuteMs = 60_000;

export interface PlayerProps {
  readonly recording: RecordingRow;
  /** Grows with each click on the recording's own Play or Pause in the table. */
  readonly toggles: number;
  readonly onPlaying: (playing: boolean) => void;
  readonly onClose: () => void;
}

/** Plays one recording, from the moment it is shown. */
export function Player({ recording, toggles, onPlaying, onClose }: PlayerProps) {
  const { t, dates, region } = useLanguage();
  const now = useNow(minuteMs);
  const inCall = useSession((session) => activeCall(session) !== null);
  const playback = usePlayback(recordingUrl(recording.id));
  const [speed, setSpeed] = useState<number>(1);
  const total = (recording.durationMs ?? 0) / 1000 || playback.duration || 0;

  const tellPlaying = useEffectEvent(onPlaying);
  useEffect(() => tellPlaying(playback.playing), [playback.playing]);
  const toggle = useEffectEvent(() => playback.toggle());
  useEffect(() => {
    if (toggles > 0) toggle();
  }, [toggles]);
  // Nobody can listen to two conversations.
  const pause = useEffectEvent(() => playback.pause());
  useEffect(() => {
    if (inCall) pause();
  }, [inCall]);

  return (
    <section aria-label={t('recordings.player')} className={styles.player}>
      <div className={styles.title}>
        <p className={styles.name} data-tip-clipped="">
          {recording.name}
        </p>
        <p className={styles.when}>{dates.dayAndTime(recording.startedAt, now)}</p>
      </div>
      <Button
        name={t('recordings.close')}
        icon={X}
        iconOnly
        small
        tone="quiet"
        className={styles.close}
        onClick={onClose}
      />
      {playback.failed ? (
        <p role="status" className={styles.failed}>
          {t('recordings.unplayable')}
        </p>
      ) : (
        <>
          <Button
            name={playback.playing ? t('recordings.pausePlayer') : t('recordings.playPlayer')}
            icon={playback.playing ? Pause : Play}
            iconOnly
            tone="accent"
            onClick={playback.toggle}
          />
          <div aria-hidden="true" className={styles.sides}>
            <span>{recording.agent}</span>
            <span>{recording.name}</span>
          </div>
          <WaveformSlider
            recordingId={recording.id}
            audio={playback.audio}
            playing={playback.playing}
            position={playback.position}
            total={total}
            onSeek={playback.seek}
          />
          <p className={styles.time}>
            {formatDuration(playback.position * 1000)} / {formatDuration(total * 1000)}
          </p>
          <fieldset className={styles.speeds}>
            <legend className="visually-hidden">{t('recordings.speed')}</legend>
            {speeds.map((value) => (
              <label key={value} className={styles.speed}>
                <input
                  type="radio"
                  name="speed"
                  className="visually-hidden"
                  checked={speed === value}
                  onChange={() => {
                    setSpeed(value);
                    playback.setSpeed(value);
                  }}
                />
                {value.toLocaleString(region)}×
              </label>
            ))}
          </fieldset>
        </>
      )}
    </section>
  );
}
