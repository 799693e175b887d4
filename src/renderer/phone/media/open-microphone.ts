import { fail, ok, type Result } from '#shared/result.ts';

export interface OpenMicrophone {
  readonly track: MediaStreamTrack;
  /** What tells one device from another: its id, and for the system's default the group of the device behind it. */
  readonly deviceId: string;
  readonly groupId: string;
  readonly label: string;
  /** False where another device than the wanted one had to be taken. */
  readonly asWanted: boolean;
}

const processing: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/**
 * Opens a microphone, or the system's default where that one is not there or not working.
 * `microphone`: none can be had; `detail` is the browser's name of the error (`NotFoundError`: there is none, `NotAllowedError`: denied).
 */
export async function openMicrophone(deviceId: string | null): Promise<Result<OpenMicrophone>> {
  const wanted = deviceId === null ? null : await capture({ ...processing, deviceId: { exact: deviceId } });
  if (wanted?.ok === true) return ok(describe(wanted.value, true));
  const usual = await capture(processing);
  return usual.ok ? ok(describe(usual.value, deviceId === null)) : usual;
}

async function capture(audio: MediaTrackConstraints): Promise<Result<MediaStreamTrack>> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio });
    const [track] = stream.getAudioTracks();
    return track === undefined ? fail('microphone', 'NotFoundError') : ok(track);
  } catch (error) {
    return fail('microphone', error instanceof Error ? error.name : String(error));
  }
}

function describe(track: MediaStreamTrack, asWanted: boolean): OpenMicrophone {
  const { deviceId = '', groupId = '' } = track.getSettings();
  return { track, deviceId, groupId, label: track.label, asWanted };
}
