import type { GatewayLog } from '../../../platform/log.ts';
import type { AcquiredLoop } from './audio-sources.ts';
import { frameSamples } from './frames.ts';
import { type PacketLoop, silencePacket } from './opus-loop.ts';
import type { Pacer } from './pacer.ts';
import type { Peer } from './peer.ts';

/**
 * Sends a contact's sound, a packet each 20 ms, while the path is up and the contact is not held. The RTP clock runs on
 * through every gap and the first packet after one carries the marker (RFC 3551 §4.1); the sound itself waits, so that nobody
 * misses a part of it on hold. Until the sound is ready the contact is silent.
 */
export function startTalking(options: {
  readonly peer: Peer;
  readonly pacer: Pacer;
  readonly sound: Promise<AcquiredLoop>;
  readonly log: GatewayLog;
}): { stop(): void } {
  const { peer, pacer, log } = options;
  let sequence = Math.floor(Math.random() * 0x8000);
  let timestamp = Math.floor(Math.random() * 2 ** 32);
  let position = 0;
  let gap = true;
  let loop: PacketLoop | null = null;
  let acquired: AcquiredLoop | null = null;
  let stopped = false;

  options.sound.then(
    (sound) => {
      if (stopped) {
        sound.release();
        return;
      }
      acquired = sound;
      loop = sound.loop;
    },
    (error: unknown) => log.error(`sandbox: a contact stays silent: ${String(error)}`),
  );

  const nextPacket = (): Uint8Array => {
    if (loop === null) return silencePacket;
    try {
      return loop.packet(position++);
    } catch (error) {
      log.error(`sandbox: a contact falls silent: ${String(error)}`);
      loop = null;
      return silencePacket;
    }
  };

  const unlisten = pacer.listen(({ skip, send }) => {
    if (skip > 0) gap = true;
    timestamp = later(timestamp, skip);
    for (let frame = 0; frame < send; frame++) {
      if (peer.maySend) {
        peer.send({ payload: nextPacket(), sequence, timestamp, marker: gap });
        sequence = (sequence + 1) & 0xffff;
        gap = false;
      } else gap = true;
      timestamp = later(timestamp, 1);
    }
  });

  return {
    stop: () => {
      stopped = true;
      unlisten();
      acquired?.release();
    },
  };
}

const later = (timestamp: number, frames: number): number => (timestamp + frames * frameSamples) >>> 0;
