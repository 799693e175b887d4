import type { PhoneCommand } from '#shared/contracts/phone.ts';
import { type ErrorCode, type Failure, fail, ok, type Result } from '#shared/result.ts';
import type { Clock } from '../platform/clock.ts';

/**
 * How long a command may take: longer where a person may be asked for microphone or camera, where SIP waits for the far end (RFC 3261 timer
 * F, 32 s) or where the last of a recording is written.
 */
const limitMs = (command: PhoneCommand['do']): number => {
  switch (command) {
    case 'hold':
      return 40_000;
    case 'answer':
    case 'place':
    case 'stopRecord':
    case 'meter':
    case 'camera':
    case 'preview':
    case 'note.record':
      return 20_000;
    default:
      return 10_000;
  }
};

export interface PendingCommands {
  /** A new number for a command, and the promise of its answer: the phone's, or `timeout`. Never rejects. */
  open(command: PhoneCommand['do']): { readonly id: number; readonly result: Promise<Result<null>> };
  /** False for a number that was never given out. A late or repeated answer is dropped: its command was answered already. */
  answer(id: number, error: Failure | null): boolean;
  /** Answers all that are open. */
  failAll(code: ErrorCode, detail: string): void;
}

/** Commands on their way to the phone window, each answered exactly once. Numbers are never used twice, whatever window gets them. */
export function createPendingCommands(clock: Pick<Clock, 'after'>): PendingCommands {
  const pending = new Map<number, (result: Result<null>) => void>();
  let lastId = 0;
  return {
    open(command) {
      lastId += 1;
      const id = lastId;
      const result = new Promise<Result<null>>((resolve) => {
        const cancel = clock.after(limitMs(command), () => {
          pending.delete(id);
          resolve(fail('timeout', `${command} got no answer`));
        });
        pending.set(id, (answer) => {
          cancel();
          pending.delete(id);
          resolve(answer);
        });
      });
      return { id, result };
    },
    answer(id, error) {
      pending.get(id)?.(error === null ? ok(null) : { ok: false, error });
      return id >= 1 && id <= lastId;
    },
    failAll(code, detail) {
      for (const settle of [...pending.values()]) settle(fail(code, detail));
    },
  };
}
