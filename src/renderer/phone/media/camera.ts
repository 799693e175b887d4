import { type OpenCamera, openCamera } from './open-camera.ts';
import { type DeviceLease, SharedDevice } from './shared-device.ts';

/** Its user is told null where there is no camera; who does not listen keeps the one that it has. */
export type CameraLease = DeviceLease<null>;
export type Camera = SharedDevice<OpenCamera, null>;

/** The camera; its light is on only as long as somebody uses it. */
export const createCamera = (): Camera =>
  new SharedDevice<OpenCamera, null>({
    open: openCamera,
    // The chosen one is back.
    isOutdated: (open, preferred, inputs) =>
      preferred !== null && open.deviceId !== preferred && inputs.some(({ deviceId }) => deviceId === preferred),
    copy: (source) => source.clone(),
    keptByWhoDoesNotListen: true,
    standIn: () => ({ track: null, stop: () => undefined }),
  });
