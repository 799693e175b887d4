import { join } from 'node:path';
import { readBytes } from '../read-bytes.ts';

/** Why a file is no video that a note can have, as what follows its name; null: it is one. Long and large ones are left as they are. */
export async function videoProblem(directory: string, path: string): Promise<string | null> {
  const file = await readBytes(join(directory, path));
  if (!file.ok) return file.error.detail ?? file.error.code;
  const { inspectMedia } = await import('../../../notes/inspect.ts');
  const { media, flaw } = await inspectMedia(file.value);
  if (flaw === 'damaged') return 'is damaged';
  return flaw === null && media?.kind === 'video'
    ? null
    : 'is no WebM file with VP8 or VP9 (convert it: ffmpeg -i FILE -c:v libvpx -c:a libopus NEW.webm)';
}
