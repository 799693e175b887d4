import type { NoteTranscript } from '#shared/contracts/note.ts';
import type { Result } from '#shared/result.ts';
import type { SpeechModel } from './speech-model.ts';

/**
 * Writes down what is said in a note. The provider's transcripts need none of this: they come with the note. One note at a time; nothing of a note is
 * written to a disk.
 */
export interface Transcriber {
  /**
   * @param media WebM or Ogg with Opus, in the clear
   * @returns null: nothing is said in it. Errors: `damaged`, this media cannot be read; `unsupported`, the model cannot be used; `internal`, `timeout`, the engine
   *   failed at this note; `gone`, it was let go of; `busy`, there is another one
   */
  transcribe(model: SpeechModel, media: Uint8Array): Promise<Result<NoteTranscript | null>>;
  /** Ends what it does now, at once: nothing of it takes processor time afterwards. */
  letGo(): void;
  /** The same, for good. */
  stop(): void;
}
