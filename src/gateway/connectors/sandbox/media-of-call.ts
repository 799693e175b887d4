import type { Calls, SandboxCall } from './calls.ts';
import type { SandboxContact } from './cast.ts';
import type { ContactMedia, MediaSession } from './media/contact-media.ts';

/**
 * Opens the media of a call and binds them to it. null: the call ended meanwhile, and what was opened is closed again. Throws
 * where no socket can be had.
 */
export async function openMedia(
  { calls, media }: { readonly calls: Calls; readonly media: ContactMedia },
  call: SandboxCall,
  { audio, language }: Pick<SandboxContact, 'audio' | 'language'>,
  lost: (reason: string) => void,
): Promise<MediaSession | null> {
  const session = await media.open({
    audio,
    language,
    lost: (reason) => {
      if (calls.find(call.callId) === call) lost(reason);
    },
  });
  if (call.phase === 'ended') {
    await session.close();
    return null;
  }
  call.media = session;
  return session;
}
