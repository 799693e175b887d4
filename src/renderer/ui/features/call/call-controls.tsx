import { CircleDot, CircleStop, Grip, Mic, MicOff, Pause, PhoneOff, Play } from 'lucide-react';
import type { CallView } from '#shared/contracts/session.ts';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { useActions, useSession, useWindowState } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import { isConnected } from '../../state/session.ts';
import { toggle } from '../../state/window-state.ts';
import styles from './call-controls.module.css';

export interface CallControlsProps {
  readonly call: CallView;
  readonly keypad: boolean;
}

export function CallControls({ call, keypad }: CallControlsProps) {
  const t = useT();
  const { mute, hold, end } = useActions();
  const { keypadOpen } = useWindowState();
  const connected = isConnected(call);
  const held = call.phase === 'held';
  return (
    <div className={styles.controls}>
      <Button
        name={call.muted ? t('call.unmute') : t('call.mute')}
        icon={call.muted ? MicOff : Mic}
        iconOnly
        shortcut="mute"
        className={classNames(call.muted && styles.attention)}
        disabled={!connected}
        onClick={() => mute(call.id, !call.muted)}
      />
      <Button
        name={held ? t('call.resume') : t('call.hold')}
        icon={held ? Play : Pause}
        iconOnly
        shortcut="hold"
        className={classNames(held && styles.attention)}
        disabled={!connected}
        onClick={() => hold(call.id, !held)}
      />
      <Button
        name={t('call.keypad')}
        icon={Grip}
        iconOnly
        shortcut="keypad"
        aria-expanded={keypad}
        className={classNames(keypad && styles.open)}
        disabled={!connected}
        onClick={() => toggle(keypadOpen)}
      />
      <RecordButton call={call} />
      <Button
        name={t('call.end')}
        icon={PhoneOff}
        tone="end"
        shortcut="end"
        tip={t('call.end')}
        className={styles.end}
        disabled={call.phase === 'ending'}
        onClick={() => end(call.id)}
      />
    </div>
  );
}

/** Appears once the call is answered, where the workspace allows recording (product.md, rules). */
function RecordButton({ call }: { readonly call: CallView }) {
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
