import type { PhoneCommand } from '#shared/contracts/phone.ts';
import { type Failure, fail, type Result } from '#shared/result.ts';
import type { Effect, QueueNotice, RecordingStart } from './effects.ts';
import type { JournalEntry } from './journal-entry.ts';
import type { QueuePorts } from './ports.ts';

/** Answers that say that the call is over already: nothing to worry about, and nothing to do. */
const isLate = ({ code }: Failure): boolean => code === 'gone' || code === 'not-found';

/** What is left of effects for the output once those for the phone window are under way. */
export interface Leftover {
  readonly entries: readonly JournalEntry[];
  readonly notices: readonly QueueNotice[];
}

export interface EffectRunner {
  /** Runs effects in their order. Commands to the phone leave at once: an Answer waits for no disk. */
  run(effects: readonly Effect[]): Leftover;
  tell(command: PhoneCommand): void;
}

export interface FailureListener {
  phoneFailed(callId: string, command: PhoneCommand, attempt: number, error: Failure): void;
}

/** Carries effects to the ports, and what fails there back to the machines. */
export function createEffectRunner(
  { phone, recordings, log }: Pick<QueuePorts, 'phone' | 'recordings' | 'log'>,
  listener: FailureListener,
): EffectRunner {
  const attemptTo = async (what: string, act: () => Promise<Result<null>>): Promise<Result<null>> => {
    try {
      return await act();
    } catch (error) {
      log.error(`${what} threw`, { error: String(error) });
      return fail('internal', `${what} threw`);
    }
  };

  /** Recordings whose place is being made: their stop must not overtake their start. */
  const starting = new Map<string, Promise<void>>();

  const command = async (callId: string | null, order: PhoneCommand, attempt: number): Promise<Result<null>> => {
    const place = order.do === 'stopRecord' ? starting.get(order.recordingId) : undefined;
    if (place !== undefined) await place;
    const result = await attemptTo(`phone command ${order.do}`, () => phone.send(order));
    if (result.ok) return result;
    const { code, detail } = result.error;
    if (!isLate(result.error)) log.warn('the phone window refused', { command: order.do, callId, code, detail });
    if (callId !== null) listener.phoneFailed(callId, order, attempt, result.error);
    return result;
  };

  const record = async (start: RecordingStart): Promise<void> => {
    const order = { do: 'record', callId: start.callId, recordingId: start.id } as const;
    const ready = await attemptTo('making ready for a recording', () => recordings.begin(start));
    // The place is made: from here on the phone port keeps the order.
    starting.delete(start.id);
    if (!ready.ok) {
      log.error('a recording cannot start', { recordingId: start.id, ...ready.error });
      listener.phoneFailed(start.callId, order, 0, ready.error);
      return;
    }
    void command(start.callId, order, 0).then((started) => {
      if (started.ok || started.error.code === 'timeout') return;
      try {
        recordings.abandon(start.id, started.error);
      } catch (error) {
        log.error('giving up a recording threw', { error: String(error) });
      }
    });
  };

  const tell = (order: PhoneCommand): void => void command(null, order, 0);

  return {
    tell,
    run(effects) {
      const entries: JournalEntry[] = [];
      const notices: QueueNotice[] = [];
      for (const effect of effects) {
        switch (effect.type) {
          case 'journal':
            entries.push(...effect.entries);
            break;
          case 'notice':
            notices.push(effect.notice);
            break;
          case 'phone':
            void command(effect.callId, effect.command, effect.attempt);
            break;
          case 'record':
            starting.set(effect.start.id, record(effect.start));
            break;
        }
      }
      return { entries, notices };
    },
  };
}
