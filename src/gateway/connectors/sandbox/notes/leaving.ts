import { createHash } from 'node:crypto';
import type { Clock, Timer } from '../../../platform/clock.ts';
import type { GatewayLog } from '../../../platform/log.ts';
import type { ConnectorEvents } from '../../connector.ts';
import type { Cast } from '../cast.ts';
import type { RunIdentity } from '../identity.ts';
import { makeMedia } from './make-media.ts';
import type { NoteStep } from './note-step.ts';
import { spoil } from './spoil.ts';
import { transcriptOf } from './transcript.ts';

export interface LeavingNotes {
  /** Makes the note and hands it to the gateway; marks the step done when it is kept. @param at by the clock of the rules */
  leave(step: NoteStep, stepIndex: number, at: number): void;
  stop(): void;
}

/** What could not be kept (a full disk) is told again after this. */
const retryMs = 5_000;

/** The notes that contacts leave. Each one is made when its time comes, one after the other, and again after a restart that came between. */
export function createLeavingNotes(context: {
  readonly cast: Cast;
  readonly clock: Clock;
  readonly log: GatewayLog;
  readonly events: ConnectorEvents;
  readonly identity: RunIdentity;
  readonly markDone: (stepIndex: number) => void;
  /** Of the scenario. */
  readonly directory: string;
  readonly unansweredCall: (contactId: string) => string | null;
}): LeavingNotes {
  const { cast, clock, log, events, identity, markDone, directory, unansweredCall } = context;
  const timers = new Set<Timer>();
  let last: Promise<void> = Promise.resolve();
  let stopped = false;

  const make = async (step: NoteStep, stepIndex: number) => {
    const language = cast.find(step.contact)?.language ?? 'en';
    const made = await makeMedia(step, language, directory);
    if ('reason' in made) {
      log.warn(`sandbox: timeline[${stepIndex}]: the note has no media: ${made.reason}`);
      return { media: null, durationMs: step.durationMs, mimeType: null, peaks: null, sha256: null };
    }
    if (made.note !== null) log.warn(`sandbox: timeline[${stepIndex}]: ${made.note}`);
    const media = spoil(made.bytes, step.spoilt);
    // The hash of what was left; on its way it was changed.
    const hashed = step.spoilt === 'altered' ? made.bytes : media;
    const sha256 = createHash('sha256').update(hashed).digest('hex');
    return { media, durationMs: made.durationMs, mimeType: made.mimeType, peaks: made.peaks, sha256 };
  };

  const leave = async (step: NoteStep, stepIndex: number, at: number): Promise<void> => {
    const { media, ...made } = await make(step, stepIndex);
    if (stopped) return;
    // Asked late: a call that was missed a moment ago is on disk by now.
    const unanswered = step.spoilt === 'unknown-call' ? null : unansweredCall(step.contact);
    const left = {
      ...made,
      id: identity.note(stepIndex),
      contactId: step.contact,
      callId: unanswered ?? identity.call(stepIndex),
      kind: step.kind,
      at,
      transcript: transcriptOf(step, made.durationMs),
    };
    const kept = await events.note(left, media);
    if (stopped) return;
    if (kept.ok) markDone(stepIndex);
    else {
      log.warn(`sandbox: timeline[${stepIndex}]: the note was not kept and will be told again: ${kept.error.code}`);
      const timer = clock.setTimeout(() => {
        timers.delete(timer);
        begin(step, stepIndex, at);
      }, retryMs);
      timers.add(timer);
    }
  };
  const begin = (step: NoteStep, stepIndex: number, at: number): void => {
    last = last.then(async () => {
      try {
        if (!stopped) await leave(step, stepIndex, at);
      } catch (error) {
        log.error(`sandbox: timeline[${stepIndex}]: the note could not be made: ${String(error)}`);
      }
    });
  };

  return {
    leave: begin,
    stop: () => {
      stopped = true;
      for (const timer of timers) clock.clearTimeout(timer);
      timers.clear();
    },
  };
}
