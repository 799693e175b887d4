import type { PhoneEvent } from '#shared/contracts/phone.ts';
import { type OpenMicrophone, openMicrophone } from './open-microphone.ts';
import { type DeviceLease, SharedDevice } from './shared-device.ts';
import type { Silence } from './silence.ts';

export type MicrophoneProblem = Omit<PhoneEvent<'device.problem'>, 'type'>;
/** Its user gets silence where there is no microphone, so that a call goes on. */
export type MicrophoneLease = DeviceLease<MediaStreamTrack>;
export type Microphone = SharedDevice<OpenMicrophone, MediaStreamTrack>;

export interface MicrophoneOptions {
  readonly silence: () => Silence;
  readonly onProblem: (problem: MicrophoneProblem) => void;
}

/** The microphone. The agent is told where it is missing, and where it is another one than expected. */
export function createMicrophone({ silence, onProblem }: MicrophoneOptions): Microphone {
  /** Label of the device that the agent was told of, or expects anyway. */
  let known: string | null = null;

  return new SharedDevice<OpenMicrophone, MediaStreamTrack>({
    open: openMicrophone,
    isOutdated,
    copy: (source, earlier) => {
      const copy = source.clone();
      copy.enabled = earlier.enabled;
      return copy;
    },
    keptByWhoDoesNotListen: false,
    standIn: silence,
    onPreferred: () => {
      known = null;
    },
    // Worth a word only where it is another one than the agent chose, or than was in use before, and only once.
    onOpened: ({ label, asWanted }) => {
      const expected = known === null ? asWanted : known === label;
      known = label;
      if (!expected) onProblem({ problem: 'microphone-changed', label: label.slice(0, 500) || null });
    },
    onMissing: (error) => {
      const isThere = error !== 'NotFoundError' && error !== 'DevicesNotFoundError';
      onProblem({ problem: isThere ? 'microphone-failed' : 'microphone-missing', label: null });
    },
  });
}

/** Is the chosen one back, or has the system another default? */
function isOutdated(open: OpenMicrophone, preferred: string | null, inputs: readonly MediaDeviceInfo[]): boolean {
  const chosen = inputs.find(({ deviceId }) => deviceId === preferred);
  if (chosen !== undefined) return open.deviceId !== chosen.deviceId;
  const usual = inputs.find(({ deviceId }) => deviceId === 'default');
  return usual !== undefined && open.groupId !== '' && usual.groupId !== open.groupId;
}
