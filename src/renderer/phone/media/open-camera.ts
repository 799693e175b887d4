import { fail, ok, type Result } from '#shared/result.ts';

export interface OpenCamera {
  readonly track: MediaStreamTrack;
  readonly deviceId: string;
}

/** What a phone shows at the other end: more would only take longer to send. */
const picture: MediaTrackConstraints = {
  width: { ideal: 640 },
  height: { ideal: 480 },
  frameRate: { ideal: 24, max: 30 },
};

/**
 * Opens a camera, or any other where that one is not there or not working.
 * `camera`: none can be had; `detail` is the browser's name of the error (`NotFoundError`: there is none, `NotAllowedError`: denied).
 * @param deviceId null: the system's choice
 */
export async function openCamera(deviceId: string | null): Promise<Result<OpenCamera>> {
  const wanted = deviceId === null ? null : await capture({ ...picture, deviceId: { exact: deviceId } });
  return wanted?.ok === true ? wanted : capture(picture);
}

async function capture(video: MediaTrackConstraints): Promise<Result<OpenCamera>> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video });
    const [track] = stream.getVideoTracks();
    if (track === undefined) return fail('camera', 'NotFoundError');
    return ok({ track, deviceId: track.getSettings().deviceId ?? '' });
  } catch (error) {
    return fail('camera', error instanceof Error ? error.name : String(error));
  }
}
