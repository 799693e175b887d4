import type { PhoneCommand, PhoneToMain } from '#shared/contracts/phone.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { createCallTap } from '../media/call-tap.ts';
import type { Camera } from '../media/camera.ts';
import type { Level } from '../media/level-windows.ts';
import type { Microphone } from '../media/microphone.ts';
import type { SilentContext } from '../media/silent-context.ts';
import { NotePeaks } from './note-peaks.ts';
import { type NoteRecorder, startNoteRecorder } from './note-recorder.ts';

export interface NotesOptions {
  readonly microphone: Microphone;
  readonly silent: SilentContext;
  readonly camera: Camera;
  readonly send: (message: PhoneToMain) => void;
  readonly level: (level: Level) => void;
  /** The own picture, while there is one. */
  readonly picture: (track: MediaStreamTrack | null) => void;
  readonly now: () => number;
}

/** Records notes, one at a time. */
export interface Notes {
  /** Settles when the devices are open; what is recorded is reported. Errors: `busy`, `microphone`, `camera`, `gone`: discarded meanwhile, `media`. */
  record(command: Extract<PhoneCommand, { do: 'note.record' }>): Promise<Result<null>>;
  /** `gone`: no such note is being recorded. */
  stop(noteId: string): Result<null>;
  discard(noteId: string): Result<null>;
}

interface Taking {
  readonly noteId: string;
  recorder: NoteRecorder | null;
  readonly release: (() => void)[];
}

export function createNotes(options: NotesOptions): Notes {
  const { microphone, silent, send } = options;
  let taking: Taking | null = null;

  const end = (ended: Taking): void => {
    if (taking === ended) taking = null;
    for (const release of ended.release.splice(0)) release();
  };

  const openVideo = async (into: Taking): Promise<Result<MediaStreamTrack>> => {
    const lease = await options.camera.acquire();
    if (!lease.ok) return lease;
    // What is recorded stays with its camera, whatever else is plugged in or chosen: a recorder knows no other track than its first.
    const track = lease.value.track();
    into.release.push(() => {
      options.picture(null);
      lease.value.release();
    });
    options.picture(track);
    return ok(track);
  };

  /** The stream that is recorded: the microphone's mix, which stays the same where the device changes, and the picture. */
  const openDevices = async (into: Taking, kind: 'voice' | 'video', peaks: NotePeaks): Promise<Result<MediaStream>> => {
    const lease = await microphone.acquire();
    if (!lease.ok) return lease;
    into.release.push(() => lease.value.release());
    const tap = createCallTap(silent, { level: options.level, peak: (peak) => peaks.push(peak) });
    into.release.push(tap.close);
    tap.setAgent(lease.value.track());
    lease.value.onChanged = (track) => {
      tap.setAgent(track);
      return Promise.resolve();
    };
    const sound = tap.voice();
    if (kind === 'voice') return ok(sound);
    const picture = await openVideo(into);
    return picture.ok ? ok(new MediaStream([...sound.getTracks(), picture.value])) : picture;
  };

  return {
    record: async ({ noteId, kind, limitMs }) => {
      if (taking !== null) return fail('busy', 'another note is being recorded');
      const mine: Taking = { noteId, recorder: null, release: [] };
      taking = mine;
      const peaks = new NotePeaks();
      const stream = await openDevices(mine, kind, peaks);
      if (!stream.ok || taking !== mine) {
        end(mine);
        return stream.ok ? fail('gone', 'it was discarded before it began') : stream;
      }
      try {
        const onOver = (): void => end(mine);
        mine.recorder = startNoteRecorder({
          noteId,
          kind,
          stream: stream.value,
          peaks,
          limitMs,
          send,
          now: options.now,
          onOver,
        });
        return ok(null);
      } catch (error) {
        end(mine);
        return fail('media', String(error));
      }
    },
    stop: (noteId) => {
      if (taking?.noteId !== noteId || taking.recorder === null) return fail('gone');
      taking.recorder.stop();
      return ok(null);
    },
    discard: (noteId) => {
      if (taking?.noteId !== noteId) return fail('gone');
      const { recorder } = taking;
      if (recorder === null) taking = null;
      else recorder.discard();
      return ok(null);
    },
  };
}
