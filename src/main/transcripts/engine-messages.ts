/** Between main and the engine's process. What comes from there was made of somebody else's media by native code: it is looked at like a stranger's. */
import { z } from 'zod';
import { noteTranscript } from '#shared/contracts/note.ts';
import type { SpeechModel } from './speech-model.ts';

export interface EngineTask {
  readonly id: number;
  readonly model: SpeechModel;
  readonly media: Uint8Array;
}

export const engineReply = z.discriminatedUnion('type', [
  /** The model is loaded. */
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('model-unusable'), detail: z.string().max(2_000) }),
  z.object({ type: z.literal('transcript'), id: z.int(), transcript: noteTranscript.nullable() }),
  z.object({ type: z.literal('media-unreadable'), id: z.int(), detail: z.string().max(2_000) }),
  z.object({ type: z.literal('failed'), detail: z.string().max(2_000) }),
]);
export type EngineReply = z.infer<typeof engineReply>;
