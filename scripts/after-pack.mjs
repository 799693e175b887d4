import { rm } from 'node:fs/promises';
import { join } from 'node:path';

/** electron-builder copies the runtime as it finds it; the fallback's stand-in for the default app is not for users. */
export default async function removeDefaultApp({ appOutDir, electronPlatformName }) {
  if (electronPlatformName === 'linux') await rm(join(appOutDir, 'resources', 'app'), { recursive: true, force: true });
}
