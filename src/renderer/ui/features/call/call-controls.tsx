import type { CallView } from '#shared/contracts/session.ts';
import { classNames } from '../../components/class-names.ts';
import { CameraButton, EndButton, HoldButton, KeypadButton, MuteButton, RecordButton } from './call-buttons.tsx';
import styles from './call-controls.module.css';

export interface CallControlsProps {
  readonly call: CallView;
  readonly keypad: boolean;
}

export function CallControls({ call, keypad }: CallControlsProps) {
  return (
    <div className={styles.controls}>
      <MuteButton call={call} />
      <HoldButton call={call} />
      <KeypadButton call={call} open={keypad} />
      <CameraButton call={call} />
      <RecordButton call={call} />
      {/* A line of its own from the beginning: nothing that comes later may push it away from under the hand. */}
      <EndButton call={call} className={classNames(styles.end, call.kind === 'video' && styles.line)} />
    </div>
  );
}
