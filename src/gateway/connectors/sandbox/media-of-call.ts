import type { CallKind } from '#shared/contracts/identifiers.ts';
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
  { language, video }: Pick<SandboxContact, 'language' | 'video'>,
  { kind, audio }: { readonly kind: CallKind; readonly audio: string },
  lost: (reason: string) => void,
): Promise<MediaSession | null> {
  const session = await media.open({
    audio,
    language,
    video: kind === 'video' ? video : null,
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
