import type { NoteTranscript } from '#shared/contracts/note.ts';
import { unreachable } from '#shared/never.ts';
import { type ErrorCode, fail, ok, type Result } from '#shared/result.ts';
import type { EmbeddedProcess } from '../gateway-link/embedded.ts';
import type { Clock } from '../platform/clock.ts';
import type { MainLog } from '../platform/log-port.ts';
import { type EngineReply, type EngineTask, engineReply } from './engine-messages.ts';
import type { SpeechModel } from './speech-model.ts';
import type { Transcriber } from './transcriber.ts';

export interface LocalEngineOptions {
  /** Starts the engine's built entry in a process of its own. */
  readonly fork: () => EmbeddedProcess;
  readonly clock: Clock;
  readonly log: MainLog;
}

/** A large model from a slow disk. */
const loadLimitMs = 3 * 60_000;
/** A minute of speech through a large model on an old processor. */
const workLimitMs = 15 * 60_000;
/** A loaded model fills hundreds of megabytes. */
const idleLimitMs = 60_000;

interface Running {
  readonly process: EmbeddedProcess;
  /** What it is given first is what it loads. */
  readonly model: string;
  isReady: boolean;
}

interface Waiting {
  readonly id: number;
  readonly answer: (result: Result<NoteTranscript | null>) => void;
}

/**
 * The engine in a process of its own, which lives only while there is something to write down: the native code may end its process over a bad model or bad media,
 * and nothing else hears of it.
 */
export function createLocalEngine({ fork, clock, log }: LocalEngineOptions): Transcriber {
  let running: Running | null = null;
  let waiting: Waiting | null = null;
  let cancelLimit = (): void => undefined;
  let isStopped = false;
  let lastId = 0;

  function settle(result: Result<NoteTranscript | null>): void {
    cancelLimit();
    const settled = waiting;
    waiting = null;
    settled?.answer(result);
  }

  function end(code: ErrorCode, detail: string): void {
    const { process } = running ?? {};
    running = null;
    process?.kill();
    settle(fail(code, detail));
  }

  function limit(milliseconds: number, what: string): void {
    cancelLimit();
    cancelLimit = clock.after(milliseconds, () => end('timeout', what));
  }

  function start(model: string): Running | null {
    let process: EmbeddedProcess;
    try {
      process = fork();
    } catch (error) {
      log.error('the transcriber cannot be started', { error: String(error) });
      return null;
    }
    const made: Running = { process, model, isReady: false };
    process.on('message', (message) => {
      if (running !== made) return;
      const reply = engineReply.safeParse(message);
      if (reply.success) hear(made, reply.data);
      else end('internal', 'the engine said something that is not known');
    });
    process.on('exit', (code) => {
      if (running !== made) return;
      running = null;
      // Where a model is not what it seems, the engine's own code ends the process.
      settle(fail(made.isReady ? 'internal' : 'unsupported', `the engine ended with code ${code}`));
    });
    return made;
  }

  function hear(from: Running, reply: EngineReply): void {
    switch (reply.type) {
      case 'ready':
        from.isReady = true;
        if (waiting !== null) limit(workLimitMs, 'the engine took too long');
        return;
      case 'model-unusable':
        end('unsupported', reply.detail);
        return;
      case 'failed':
        end('internal', reply.detail);
        return;
      case 'transcript':
      case 'media-unreadable':
        if (reply.id !== waiting?.id) return;
        settle(reply.type === 'transcript' ? ok(reply.transcript) : fail('damaged', reply.detail));
        limit(idleLimitMs, 'nothing to do');
        return;
      default:
        unreachable(reply);
    }
  }

  return {
    transcribe: (model: SpeechModel, media) => {
      if (isStopped) return Promise.resolve(fail('gone', 'stopped'));
      if (waiting !== null) return Promise.resolve(fail('busy'));
      const key = JSON.stringify(model);
      if (running !== null && running.model !== key) end('gone', 'another model');
      running ??= start(key);
      const { process, isReady } = running ?? {};
      if (process === undefined) return Promise.resolve(fail('internal', 'the engine cannot be started'));
      lastId += 1;
      const task: EngineTask = { id: lastId, model, media };
      return new Promise((answer) => {
        waiting = { id: task.id, answer };
        limit(isReady === true ? workLimitMs : loadLimitMs, 'the engine took too long');
        process.postMessage(task);
      });
    },
    letGo: () => {
      if (waiting !== null) end('gone', 'let go of');
    },
    stop: () => {
      isStopped = true;
      end('gone', 'stopped');
      cancelLimit();
    },
  };
}
