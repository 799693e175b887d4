import { parseScenarioAudio } from '#shared/contracts/scenario.ts';
import type { GatewayLog } from '../../../platform/log.ts';
import { babble } from './babble.ts';
import type { OpusEncoder } from './opus-encoder.ts';
import type { PacketLoop } from './opus-loop.ts';
import { encodedLoop, recordedLoop } from './opus-loop.ts';
import { describeSound, openSound } from './sound.ts';
import type { SpeechLanguage } from './speech.ts';

/** Sound that one call plays; others may play the same. */
export interface AcquiredLoop {
  readonly loop: PacketLoop;
  release(): void;
}

export interface AudioSources {
  /** Where the sound cannot be had, the contact hums instead and the log says why. */
  acquire(audio: string, language: SpeechLanguage): Promise<AcquiredLoop>;
  dispose(): void;
}

interface Entry {
  readonly loading: Promise<PacketLoop>;
  /** null while it is loading */
  loop: PacketLoop | null;
  users: number;
}

/** Sounds that no call plays, kept for the next one. */
const idleEntries = 16;

export function createAudioSources(options: {
  readonly directory: string;
  readonly log: GatewayLog;
  readonly openEncoder: () => OpusEncoder | null;
}): AudioSources {
  const entries = new Map<string, Entry>();

  const enter = (key: string, audio: string, language: SpeechLanguage): Entry => {
    const entry: Entry = { loading: load(audio, language, options), loop: null, users: 0 };
    entry.loading.then(
      (loop) => {
        entry.loop = loop;
      },
      () => drop(key, entry),
    );
    return entry;
  };
  const drop = (key: string, entry: Entry): void => {
    if (entries.get(key) === entry) entries.delete(key);
    entry.loop?.dispose();
  };
  const leave = (key: string, entry: Entry): void => {
    entry.users--;
    // One that is half done would keep its encoder from those who need it.
    if (entry.users === 0 && entry.loop?.complete === false) drop(key, entry);
    const idle = [...entries].filter(([, { users }]) => users === 0);
    for (const [unused, old] of idle.slice(0, Math.max(0, idle.length - idleEntries))) drop(unused, old);
  };

  return {
    acquire: async (audio, language) => {
      const key = audio.startsWith('speech:') ? `${language}/${audio}` : audio;
      const entry = entries.get(key) ?? enter(key, audio, language);
      // Again at the end of the map: the first ones are those unused for longest.
      entries.delete(key);
      entries.set(key, entry);
      entry.users++;
      const loop = await entry.loading;
      let released = false;
      return {
        loop,
        release: () => {
          if (!released) leave(key, entry);
          released = true;
        },
      };
    },
    dispose: () => {
      for (const [key, entry] of [...entries]) drop(key, entry);
    },
  };
}

async function load(
  audio: string,
  language: SpeechLanguage,
  { directory, log, openEncoder }: Parameters<typeof createAudioSources>[0],
): Promise<PacketLoop> {
  const source = parseScenarioAudio(audio);
  const sound =
    source === null ? { reason: 'not a known kind of sound' } : await openSound(source, language, directory);
  if ('packets' in sound) return recordedLoop(sound.packets);
  if ('frames' in sound) return encodedLoop(sound.frames, openEncoder);
  log.warn(`sandbox: ${describeSound(source)}: ${sound.reason}; the contact hums instead`);
  return encodedLoop(babble(), openEncoder);
}
