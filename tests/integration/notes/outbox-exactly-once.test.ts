import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AgentCommand } from '#shared/contracts/agent.ts';
import type { NoteDraft } from '#shared/contracts/note.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { createLedgerService } from '../../../src/main/store/ledger/ledger-service.ts';
import type { LedgerStore } from '../../../src/main/store/ledger-store.ts';
import { attempt } from '../../../src/main/store/sqlite/service.ts';
import { createNotesOutbox } from '../../../src/main/workspace/notes-outbox.ts';
import { type ManualClock, manualClock } from '../../fakes/manual-clock.ts';
import { memoryLog } from '../../fakes/memory-log.ts';
import { keptNoteOf } from '../store/support/entries.ts';
import { temporaryFolder } from '../store/support/temporary.ts';

/** What may happen to media and to words on their way, and to the answers on their way back. */
const faults = [
  'none',
  'none',
  'lost',
  'answer-lost',
  'offline',
  'busy',
  'disk-full',
  'internal',
  'never-answered',
] as const;
type Fault = (typeof faults)[number];

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('send' as const), number: fc.nat({ max: 5 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('flush' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('time' as const), ms: fc.nat({ max: 90_000 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('kill' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('forget' as const) }) },
);

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 80; turn += 1) await Promise.resolve();
};

/** A gateway by the contract: media by id, never replaced; a note once by id, and only where its media is. */
function modelGateway() {
  const media = new Map<string, string>();
  const notes = new Map<string, NoteDraft>();
  return {
    notes,
    put: (id: string, sha256: string): Result<null> => {
      const known = media.get(id);
      if (known !== undefined && known !== sha256) return fail('rejected');
      media.set(id, sha256);
      return ok(null);
    },
    take: (note: NoteDraft): Result<null> => {
      const known = notes.get(note.id);
      if (known !== undefined) {
        expect(note).toEqual(known);
        return ok(null);
      }
      if (media.get(note.id) !== note.sha256) return fail('gone');
      notes.set(note.id, note);
      return ok(null);
    },
    /** A day has passed. */
    forget: (): void => {
      for (const id of media.keys()) if (!notes.has(id)) media.delete(id);
    },
  };
}

type Ledger = Pick<LedgerStore, 'noteKept' | 'noteMove' | 'noteAttempt' | 'notesIn'>;

function openLedger(path: string) {
  const service = createLedgerService(
    path,
    () => 0,
    () => undefined,
  );
  const { handlers } = service;
  const asked = <T>(operation: () => T) => Promise.resolve(attempt(operation));
  const ledger: Ledger = {
    noteKept: (id) => asked(() => handlers.noteKept(id)),
    noteMove: (id, change) => asked(() => handlers.noteMove(id, change)),
    noteAttempt: (id, error) => asked(() => handlers.noteAttempt(id, error)),
    notesIn: (state) => asked(() => handlers.notesIn(state)),
  };
  return { ledger, keep: handlers.noteKeep, close: () => service.close() };
}

/** One life of the app: after its death nothing that it had asked for is answered. */
function startLife(ledger: Ledger, gateway: ReturnType<typeof modelGateway>, clock: ManualClock, next: () => Fault) {
  let isAlive = true;
  const never = <T>() => new Promise<T>(() => undefined);
  const whileAlive = <Arguments extends unknown[], T>(work: (...args: Arguments) => Promise<T>) => {
    return (...args: Arguments): Promise<T> =>
      isAlive ? work(...args).then((value) => (isAlive ? value : never())) : never();
  };
  const travel = (arrive: () => Result<null>): Promise<Result<null>> => {
    const fault = next();
    const arrived = fault === 'none' || fault === 'answer-lost' || fault === 'never-answered' ? arrive() : ok(null);
    switch (fault) {
      case 'none':
        return Promise.resolve(arrived);
      case 'lost':
      case 'answer-lost':
        return Promise.resolve(fail('timeout'));
      case 'never-answered':
        return new Promise((resolve) => clock.after(10_000, () => resolve(fail('timeout'))));
      default:
        return Promise.resolve(fail(fault));
    }
  };
  const outbox = createNotesOutbox({
    ledger: {
      noteKept: whileAlive(ledger.noteKept),
      noteMove: whileAlive(ledger.noteMove),
      noteAttempt: whileAlive(ledger.noteAttempt),
      notesIn: whileAlive(ledger.notesIn),
    },
    cache: { putLocal: whileAlive(async () => fail('storage') as never), note: whileAlive(async () => ok(null)) },
    media: whileAlive(async () => ok(new Uint8Array(3))),
    upload: whileAlive(({ id, sha256 }) => travel(() => gateway.put(id, sha256))),
    command: whileAlive((command: AgentCommand) =>
      travel(() => (command.do === 'note.send' ? gateway.take(command.note) : fail('invalid'))),
    ),
    changed: () => undefined,
    progress: () => undefined,
    failed: (_note, code) => expect.unreachable(`no note is refused for good (${code})`),
    done: ({ id }) => expect(gateway.notes.has(id)).toBe(true),
    agent: () => 'Anna',
    clock,
    log: memoryLog(),
  });
  return {
    outbox,
    die: () => {
      isAlive = false;
    },
  };
}

it('each note that somebody sent reaches the gateway exactly once, whatever is killed, cut, repeated or forgotten', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 25 }),
      fc.infiniteStream(fc.constantFrom(...faults)),
      async (steps, weather) => {
        const path = join(temporaryFolder(), 'ledger.sqlite');
        const clock = manualClock();
        const gateway = modelGateway();
        let isCalm = false;
        const next = (): Fault => (isCalm ? 'none' : (weather.next().value ?? 'none'));
        let disk = openLedger(path);
        for (let number = 0; number <= 5; number += 1) disk.keep(keptNoteOf(`n${number}`, number));
        let life = startLife(disk.ledger, gateway, clock, next);
        const restart = (): void => {
          life.die();
          disk.close();
          disk = openLedger(path);
          life = startLife(disk.ledger, gateway, clock, next);
        };
        const taken = new Set<string>();
        for (const each of steps) {
          switch (each.do) {
            case 'send':
              expect(await life.outbox.send(`n${each.number}`)).toEqual(ok(null));
              taken.add(`n${each.number}`);
              break;
            case 'flush':
              void life.outbox.flush();
              break;
            case 'time':
              clock.advance(each.ms);
              break;
            case 'kill':
              restart();
              break;
            case 'forget':
              gateway.forget();
              break;
          }
          await settle();
        }

        isCalm = true;
        restart();
        void life.outbox.flush();
        for (let minute = 0; minute < 10; minute += 1) {
          await settle();
          clock.advance(60_000);
        }
        await settle();
        expect([...gateway.notes.keys()].toSorted()).toEqual([...taken].toSorted());
        const rows = await Promise.all([...taken].map((id) => disk.ledger.noteKept(id)));
        expect(rows.map((row) => row.ok && row.value?.state)).toEqual([...taken].map(() => 'done'));
        disk.close();
      },
    ),
    { numRuns: 80 },
  );
}, 120_000);
