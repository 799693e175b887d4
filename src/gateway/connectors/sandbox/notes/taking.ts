import type { Note } from '#shared/contracts/note.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { Clock, Timer } from '../../../platform/clock.ts';
import type { ConnectorEvents } from '../../connector.ts';
import type { Cast } from '../cast.ts';

const deliveredAfterMs = 450;

/** Contacts that get notes of the business: they have them after a moment, and play them as `plays` of the scenario says. */
export function createTakingNotes(context: {
  readonly cast: Cast;
  readonly clock: Clock;
  readonly events: ConnectorEvents;
}): {
  /** A note that is handed over again runs its course once more: it only ever says the same. */
  take(note: Note): Result<null>;
  /** One that an earlier life of the gateway has taken. */
  resume(note: Note): void;
  stop(): void;
} {
  const { cast, clock, events } = context;
  const timers = new Map<string, Timer>();

  const later = (id: string, milliseconds: number, then: () => void): void => {
    clock.clearTimeout(timers.get(id));
    const timer = clock.setTimeout(() => {
      timers.delete(id);
      then();
    }, milliseconds);
    timers.set(id, timer);
  };
  const tell = (id: string, status: 'delivered' | 'played'): void =>
    events.noteStatus(id, status, clock.now() + cast.aheadMs());
  const play = ({ id, contactId }: Note): void => {
    const plays = cast.find(contactId)?.plays;
    if (plays?.do === 'play') later(id, plays.afterMs, () => tell(id, 'played'));
  };
  const deliver = (note: Note): void =>
    later(note.id, deliveredAfterMs, () => {
      tell(note.id, 'delivered');
      play(note);
    });

  return {
    take: (note) => {
      if (cast.find(note.contactId) === null) return fail('not-found', 'no such contact');
      const refusal = cast.refusal(note.contactId, 'note', clock.now() + cast.aheadMs());
      if (refusal !== null) return fail('rejected', `the provider refuses with ${refusal.code}`);
      deliver(note);
      return ok(null);
    },
    resume: (note) => (note.status === 'delivered' ? play(note) : deliver(note)),
    stop: () => {
      for (const timer of timers.values()) clock.clearTimeout(timer);
      timers.clear();
    },
  };
}
