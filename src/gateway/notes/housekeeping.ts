import type { Note } from '#shared/contracts/note.ts';
import type { ChannelDesk } from '../calling/channel-desk.ts';
import type { Clock, Timer } from '../clock.ts';
import { afterwards, guarded } from '../guard.ts';
import type { GatewayLog } from '../log.ts';
import type { GatewayStore } from '../store/gateway-store.ts';
import { mayGo, mayMakeRoom, type Retention, sweepEveryMs } from './retention.ts';
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
      let room = 0;
      for (const media of vault.all()) {
        if (room >= bytes) break;
        const note = store.note(media.id);
        if (note === null || !mayMakeRoom(note)) continue;
        remove(media.id, note);
        room += media.bytes;
      }
      return room >= bytes;
    },
  };
}
