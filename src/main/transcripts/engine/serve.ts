import { constants, setPriority } from 'node:os';
import type { EngineReply, EngineTask } from '../engine-messages.ts';
import { decodeNote } from './decode-note.ts';
import { openRecogniser, type Recogniser } from './recogniser.ts';
import { segmentsOf, transcriptOf } from './segments.ts';
import { piecesOf } from './sound.ts';

/** The wire to main. */
export interface EnginePort {
  onTask(take: (task: EngineTask) => void): void;
  reply(message: EngineReply): void;
}

/** See `engineReply`. */
const longestDetail = 2_000;

const detailOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, longestDetail);

/** Writes down one note after the other, with the model of the first. */
export function serveTranscriber(port: EnginePort): void {
  giveWay();
  let recogniser: Promise<Recogniser> | null = null;
  let last: Promise<void> = Promise.resolve();

  async function work({ id, model, media }: EngineTask): Promise<void> {
    let recognise: Recogniser;
    try {
      const isFirst = recogniser === null;
      recogniser ??= openRecogniser(model);
      recognise = await recogniser;
      if (isFirst) port.reply({ type: 'ready' });
    } catch (error) {
      port.reply({ type: 'model-unusable', detail: detailOf(error) });
      return;
    }
    const sound = await decodeNote(media);
    if (!sound.ok) {
      port.reply({
        type: 'media-unreadable',
        id,
        detail: (sound.error.detail ?? sound.error.code).slice(0, longestDetail),
      });
      return;
    }
    const heard = piecesOf(sound.value).map(({ fromMs, samples }) => ({ fromMs, understood: recognise(samples) }));
    const segments = heard.flatMap(({ fromMs, understood }) => segmentsOf(understood, fromMs));
    const languages = heard.map(({ understood }) => understood.language);
    port.reply({ type: 'transcript', id, transcript: transcriptOf(segments, languages) });
  }

  port.onTask((task) => {
    last = last
      .then(() => work(task))
      .catch((error: unknown) => port.reply({ type: 'failed', detail: detailOf(error) }));
  });
}

/** Before anything starts a thread, which has its priority from here. */
function giveWay(): void {
  try {
    setPriority(constants.priority.PRIORITY_LOW);
  } catch {
    // It is as fast as everything else then.
  }
}
