import type { NumberedEvent, ServerMessage } from '#shared/contracts/agent.ts';
import { unreachable } from '#shared/never.ts';
import type { Result } from '#shared/result.ts';
import type { GatewaySink, SinkPosition } from './sink.ts';

/** What a message from the gateway led to. */
export type IntakeOutcome =
  | { readonly go: 'on' }
  /** Everything up to some instant is kept: the desktop is up to date, or follows live. */
  | { readonly go: 'up' }
  /** Something is missing: connect anew and say hello with the sink's position. */
  | { readonly go: 'again'; readonly reason: string }
  /** The sink cannot keep it (a full disk, say). */
  | { readonly go: 'stuck'; readonly reason: string };

const on: IntakeOutcome = { go: 'on' };
const up: IntakeOutcome = { go: 'up' };
const again = (reason: string): IntakeOutcome => ({ go: 'again', reason });

export interface Intake {
  take(message: ServerMessage): Promise<IntakeOutcome>;
  /** The connection is gone: what was half done is undone. */
  end(): Promise<void>;
}

/** Puts what one connection brings into the sink: in order, without a hole, nothing twice. @param from what hello said */
export function createIntake(sink: GatewaySink, from: SinkPosition): Intake {
  let { epoch, cursor } = from;
  let inSnapshot = false;
  let snapshotEpoch = '';

  async function takeEvents(of: string, events: readonly NumberedEvent[]): Promise<IntakeOutcome> {
    if (inSnapshot) return again('events inside a snapshot');
    if (of !== epoch) return again('another epoch');
    const fresh = events.filter((event) => event.cursor > cursor);
    const hole = fresh.findIndex((event, index) => event.cursor !== cursor + 1 + index);
    if (hole !== -1) return again('events are missing');
    if (fresh.length === 0) return up;
    const kept = await sink.applyEvents(of, fresh);
    if (!kept.ok) return stuck(kept);
    if (!kept.value.applied) return again(kept.value.reason);
    cursor += fresh.length;
    return up;
  }

  return {
    take: async (message) => {
      switch (message.type) {
        case 'snapshot.begin': {
          const begun = await sink.beginSnapshot(message.epoch, message.workspace);
          inSnapshot = begun.ok;
          snapshotEpoch = message.epoch;
          return begun.ok ? on : stuck(begun);
        }
        case 'snapshot.part': {
          if (!inSnapshot) return again('a part of no snapshot');
          const { type: _type, ...part } = message;
          const added = await sink.addSnapshotPart(part);
          return added.ok ? on : stuck(added);
        }
        case 'snapshot.end': {
          if (!inSnapshot) return again('the end of no snapshot');
          const ended = await sink.endSnapshot(message.cursor);
          if (!ended.ok) return stuck(ended);
          inSnapshot = false;
          epoch = snapshotEpoch;
          cursor = message.cursor;
          return up;
        }
        case 'events':
          return takeEvents(message.epoch, message.events);
        case 'current':
          return !inSnapshot && message.epoch === epoch && message.cursor === cursor
            ? up
            : again('not as current as it says');
        case 'reply':
        case 'pong':
          return on;
        default:
          return unreachable(message);
      }
    },
    end: async () => {
      if (!inSnapshot) return;
      inSnapshot = false;
      await sink.abortSnapshot();
    },
  };
}

function stuck(result: Extract<Result<unknown>, { ok: false }>): IntakeOutcome {
  return { go: 'stuck', reason: `what the gateway tells cannot be kept (${result.error.code})` };
}
