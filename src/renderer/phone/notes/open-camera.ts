import { fail, ok, type Result } from '#shared/result.ts';

/** A note is watched on a phone: more would only be slower to send. */
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
export async function openCamera(deviceId: string | null): Promise<Result<MediaStreamTrack>> {
  const wanted = deviceId === null ? null : await capture({ ...picture, deviceId: { exact: deviceId } });
  return wanted?.ok === true ? wanted : capture(picture);
}

async function capture(video: MediaTrackConstraints): Promise<Result<MediaStreamTrack>> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video });
    const [track] = stream.getVideoTracks();
    return track === undefined ? fail('camera', 'NotFoundError') : ok(track);
  } catch (error) {
    return fail('camera', error instanceof Error ? error.name : String(error));
  }
}
