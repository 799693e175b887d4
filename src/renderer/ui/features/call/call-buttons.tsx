import { CircleDot, CircleStop, Grip, Mic, MicOff, Pause, PhoneOff, Play, Video, VideoOff } from 'lucide-react';
import type { CallView } from '#shared/contracts/session.ts';
import { toggle } from '../../app/window-state.ts';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { useActions, useSession, useWindowState } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import { hasCamera, isCameraOn, isConnected } from '../../state/session.ts';
import styles from './call-buttons.module.css';

interface CallButtonProps {
  readonly call: CallView;
}

export function MuteButton({ call }: CallButtonProps) {
  const t = useT();
  const { mute } = useActions();
  return (
    <Button
      name={call.muted ? t('call.unmute') : t('call.mute')}
      icon={call.muted ? MicOff : Mic}
      iconOnly
      shortcut="mute"
      className={classNames(call.muted && styles.attention)}
      disabled={!isConnected(call)}
      onClick={() => mute(call.id, !call.muted)}
    />
  );
}

export function HoldButton({ call }: CallButtonProps) {
  const t = useT();
  const { hold } = useActions();
  const held = call.phase === 'held';
  return (
    <Button
      name={held ? t('call.resume') : t('call.hold')}
      icon={held ? Play : Pause}
      iconOnly
      shortcut="hold"
      className={classNames(held && styles.attention)}
      disabled={!isConnected(call)}
      onClick={() => hold(call.id, !held)}
    />
  );
}

export function KeypadButton({ call, open }: CallButtonProps & { readonly open: boolean }) {
  const t = useT();
  const { keypadOpen } = useWindowState();
  return (
    <Button
      name={t('call.keypad')}
      icon={Grip}
      iconOnly
      shortcut="keypad"
      aria-expanded={open}
      className={classNames(open && styles.open)}
      disabled={!isConnected(call)}
      onClick={() => toggle(keypadOpen)}
    />
  );
}

/** Appears once the call is answered, where the workspace allows recording (product.md, rules). */
export function RecordButton({ call }: CallButtonProps) {
  const t = useT();
  const { record } = useActions();
  const allowed = useSession((session) => session.workspace.recording);
  if (!allowed || call.answeredAt === null || !isConnected(call) || call.recording === 'unavailable') return null;
  const on = call.recording === 'on' || call.recording === 'stopping';
  return (
    <Button
      name={on ? t('call.stopRecording') : t('call.record')}
      icon={on ? CircleStop : CircleDot}
      iconOnly
      shortcut="record"
      aria-pressed={on}
      className={classNames(on && styles.recording)}
      disabled={call.recording === 'starting' || call.recording === 'stopping'}
      onClick={() => record(call.id, !on)}
    />
  );
}

/** The own picture; only in a video call. Its name stays, whether it is on tells the pressed state. */
export function CameraButton({ call }: CallButtonProps) {
  const t = useT();
  const { camera } = useActions();
  if (call.pictures === null) return null;
  const on = isCameraOn(call);
  return (
    <Button
      name={t('video.camera')}
      icon={on ? Video : VideoOff}
      iconOnly
      shortcut="camera"
      tip={on ? t('video.cameraOff') : t('video.cameraOn')}
      aria-pressed={on}
      aria-busy={call.pictures.own === 'starting'}
      className={classNames(call.pictures.own === 'failed' && styles.attention)}
      disabled={!hasCamera(call)}
      onClick={() => camera(call.id, !on)}
    />
  );
}

export function EndButton({ call, className }: CallButtonProps & { readonly className?: string | undefined }) {
  const t = useT();
  const { end } = useActions();
  return (
    <Button
      name={t('call.end')}
      icon={PhoneOff}
      tone="end"
      shortcut="end"
      tip={t('call.end')}
      className={className}
      disabled={call.phase === 'ending'}
      onClick={() => end(call.id)}
    />
  );
}
