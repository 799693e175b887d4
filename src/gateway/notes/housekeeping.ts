import type { Note } from '#shared/contracts/note.ts';
import { isSettled, leastValuableFirst } from '#shared/domain/note-worth.ts';
import type { ChannelDesk } from '../calling/channel-desk.ts';
import type { Clock, Timer } from '../clock.ts';
import { afterwards, guarded } from '../guard.ts';
import type { GatewayLog } from '../log.ts';
import type { GatewayStore } from '../store/gateway-store.ts';
import { mayGo, type Retention, sweepEveryMs } from './retention.ts';
import type { NoteVault } from './vault.ts';

export interface Housekeeping {
  start(): void;
  stop(): void;
  /** While it runs the media is not taken for one that nobody named. */
  claim<T>(id: string, run: () => Promise<T>): Promise<T>;
  /** Where media is kept in memory only: what was played or has gone out makes room for what is new. @returns whether it is enough */
  makeRoom(bytes: number): boolean;
}

/** Lets media go that nobody needs any more, and tells of those that a note names. */
export function createHousekeeping(parts: {
  readonly store: GatewayStore;
  readonly vault: NoteVault;
  readonly retention: Retention;
  readonly desk: Pick<ChannelDesk, 'now'>;
  readonly clock: Clock;
  readonly log: GatewayLog;
}): Housekeeping {
  const { store, vault, retention, desk, clock, log } = parts;
  const claimed = new Set<string>();
  let timer: Timer;

  const remove = (id: string, note: Note | null): void =>
    afterwards(log, 'removing a note', vault.remove(id), () => {
      if (note !== null && note.flaw === null && vault.find(id) === null)
        store.publish({ do: 'note.change', request: { id, change: { flaw: 'gone' } } });
    });
  const sweep = (): void => {
    guarded(log, 'tidying up notes', () => {
      for (const media of vault.all()) {
        if (claimed.has(media.id)) continue;
        const note = store.note(media.id);
        if (mayGo(media, note, retention, clock.now(), desk.now())) remove(media.id, note);
      }
    });
    timer = clock.setTimeout(sweep, sweepEveryMs);
  };
  return {
    start: sweep,
    stop: () => clock.clearTimeout(timer),
    claim: async (id, run) => {
      claimed.add(id);
      try {
        return await run();
      } finally {
        claimed.delete(id);
      }
    },
    makeRoom: (bytes) => {
      if (vault.lasts) return false;
      const settled = vault.all().flatMap((media) => {
        const note = store.note(media.id);
        return note !== null && isSettled(note) ? [{ note, bytes: media.bytes }] : [];
      });
      let room = 0;
      for (const each of settled.toSorted((a, b) => leastValuableFirst(a.note, b.note))) {
        if (room >= bytes) break;
        remove(each.note.id, each.note);
        room += each.bytes;
      }
      return room >= bytes;
    },
  };
}
