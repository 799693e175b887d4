import { ok, type Result } from '#shared/result.ts';
import type { ShowPicture } from '../pictures/pictures.ts';
import type { Camera, CameraLease } from './camera.ts';

/** The camera for the settings page: what it sees, outside of any call. */
export interface Preview {
  /** `camera`: none can be had. */
  set(on: boolean): Promise<Result<null>>;
}

export function createPreview(camera: Camera, show: ShowPicture): Preview {
  let wanted = false;
  let lease: CameraLease | null = null;

  const open = async (): Promise<Result<null>> => {
    const acquired = await camera.acquire();
    if (!acquired.ok) return acquired;
    const opened = acquired.value;
    if (!wanted || lease !== null) {
      opened.release();
      return ok(null);
    }
    opened.onChanged = (track) => {
      show(track);
      return Promise.resolve();
    };
    lease = opened;
    show(opened.track());
    return ok(null);
  };

  return {
    set: (on) => {
      wanted = on;
      if (on) return lease === null ? open() : Promise.resolve(ok(null));
      show(null);
      lease?.release();
      lease = null;
      return Promise.resolve(ok(null));
    },
  };
}
