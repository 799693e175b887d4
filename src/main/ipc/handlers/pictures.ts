import type { PhoneCommand } from '#shared/contracts/phone.ts';
import type { Reaction } from '#shared/contracts/reaction.ts';
import type { CallView } from '#shared/contracts/session.ts';
import { fail, type Result } from '#shared/result.ts';
import type { UiHandlers } from '../request-gate.ts';

export interface PictureHandlersOptions {
  readonly calls: () => readonly CallView[];
  /** A note is being recorded, or is about to be. */
  readonly isTakingNote: () => boolean;
  readonly phone: { readonly send: (command: PhoneCommand) => Promise<Result<null>> };
  /** The far end has it. */
  readonly reacted: (callId: string, reaction: Reaction) => void;
}

type PictureRequests = 'call.camera' | 'call.react' | 'camera.preview';

/** Camera and reactions. The phone window's answer is the answer; what it changes shows in the call. */
export function pictureHandlers({
  calls,
  isTakingNote,
  phone,
  reacted,
}: PictureHandlersOptions): Pick<UiHandlers, PictureRequests> {
  const callThatIsUp = (callId: string): CallView | undefined =>
    calls().find(({ id, phase }) => id === callId && (phase === 'active' || phase === 'held'));

  return {
    'call.camera': async ({ callId, on }) => {
      const call = callThatIsUp(callId);
      if (call === undefined) return fail('gone', 'the call is not up');
      if (call.pictures === null) return fail('unsupported', 'a voice call');
      return phone.send({ do: 'camera', callId, on });
    },
    'call.react': async ({ callId, reaction }) => {
      const call = callThatIsUp(callId);
      if (call === undefined) return fail('gone', 'the call is not up');
      if (!call.reactions) return fail('unsupported', 'the far end takes no reactions');
      const sent = await phone.send({ do: 'react', callId, reaction });
      if (sent.ok) reacted(callId, reaction);
      return sent;
    },
    'camera.preview': async ({ on }) => {
      if (on && (isTakingNote() || calls().some(({ phase }) => phase !== 'ringing'))) {
        return fail('busy', 'the camera belongs to the call or the note');
      }
      return phone.send({ do: 'preview', on });
    },
  };
}
