import type { PhoneCommand, PhoneDevices } from '#shared/contracts/phone.ts';
import { unreachable } from '#shared/never.ts';
import type { Devices } from './devices.ts';
import { createTonePlayer } from './tone-player.ts';

export type RingTone = Extract<PhoneCommand, { do: 'ring' }>['tone'];

/** Rings for incoming calls where it is heard in the room; everything that belongs to a call sounds where one talks. */
export interface Ringer {
  ring(tone: RingTone): void;
  test(device: 'speaker' | 'ringer'): void;
  /** The agent's choice, or what is plugged in, changed. */
  use(choice: PhoneDevices, present: Devices): void;
}

export function createRinger(log: (text: string) => void): Ringer {
  const speaker = createTonePlayer(log);
  const ringer = createTonePlayer(log);
  let volume = 1;
  let current: RingTone = 'none';

  const sound = (): void => {
    speaker.stop();
    ringer.stop();
    switch (current) {
      case 'none':
        return;
      case 'incoming':
        ringer.play('incoming', volume);
        return;
      case 'waiting':
      case 'ringback':
        speaker.play(current, 1);
        return;
      default:
        unreachable(current);
    }
  };

  return {
    ring: (tone) => {
      if (tone === current) return;
      current = tone;
      sound();
    },
    test: (device) => {
      // Nobody must miss a call for it.
      if (current !== 'none') return;
      if (device === 'ringer') ringer.play('test', volume);
      else speaker.play('test', 1);
    },
    use: (choice, present) => {
      speaker.setDevice(outputDevice(choice.speaker, present));
      ringer.setDevice(outputDevice(choice.ringer, present));
      if (choice.ringVolume === volume) return;
      volume = choice.ringVolume;
      if (current === 'incoming') sound();
    },
  };
}

/** The chosen output if it is plugged in, else '' for the system's default. */
export function outputDevice(chosen: string | null, { speakers }: Devices): string {
  return chosen !== null && speakers.some(({ id }) => id === chosen) ? chosen : '';
}
