import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ContactEvent, Message } from '#shared/contracts/records.ts';
import type { Scenario } from '#shared/contracts/scenario.ts';
import type { Connector, ConnectorEvents, PermissionNews } from '../../../src/gateway/connectors/connector.ts';
import { assembleSandbox } from '../../../src/gateway/connectors/sandbox/sandbox.ts';
import { fakeMedia } from './support/fake-media.ts';
import { anna, eventNames, marco, scenarioOf } from './support/sandbox.ts';
import { type SimulatedClock, simulatedClock } from './support/simulated-clock.ts';

/** What lasts when the gateway dies. Everything is kept once by its id. */
interface Disk {
  readonly done: Set<number>;
  readonly messages: Map<string, Message>;
  readonly events: Map<string, ContactEvent>;
  readonly permissions: Map<string, PermissionNews>;
  aheadMs: number;
  balance: string | null;
  readonly rung: string[];
  readonly answered: string[];
}

class Killed extends Error {}

/** What the agents do with a call that rings. */
type Habit = 'answer' | 'reject' | 'ignore';

/** One life of the gateway, which dies before its `lifeTime`-th write (a write is an event or a mark). */
function live(
  disk: Disk,
  scenario: Scenario,
  clock: SimulatedClock,
  startedAt: number,
  lifeTime: number,
  habit: (callId: string) => Habit,
) {
  const own = clock.process();
  const media = fakeMedia();
  let writes = 0;
  let alive = true;
  const write = (change: () => void): void => {
    if (!alive || ++writes > lifeTime) {
      alive = false;
      own.kill();
      throw new Killed();
    }
    change();
  };
  const handlers: Partial<ConnectorEvents> = {
    workspace: ({ balance }) => {
      disk.balance = balance;
    },
    message: (message) => disk.messages.set(message.id, message),
    contactEvent: (event) => disk.events.set(event.id, event),
    permission: (news) => {
      if (!news.initial) disk.permissions.set(news.id, news);
    },
    channel: ({ clockAheadMs }) => {
      disk.aheadMs = clockAheadMs ?? disk.aheadMs;
    },
    incomingCall: ({ callId }) => {
      disk.rung.push(callId);
      react(callId);
    },
  };
  const react = (callId: string): void => {
    const action = habit(callId);
    if (action === 'ignore') return;
    own.setTimeout(() => {
      if (action === 'reject') void connector.reject(callId, 'declined');
      else
        void connector.answer(callId, 'answer').then((answer) => {
          if (alive && answer.ok) disk.answered.push(callId);
        });
    }, 2000);
  };
  const events = Object.fromEntries(
    eventNames.map((name) => [
      name,
      (...parameters: unknown[]) =>
        write(() => (handlers[name] as ((...all: unknown[]) => void) | undefined)?.(...parameters)),
    ]),
  ) as unknown as ConnectorEvents;
  const connector: Connector = assembleSandbox(
    {
      scenario,
      scenarioDirectory: '.',
      runId: 'run',
      startedAt,
      done: (index) => disk.done.has(index),
      markDone: (index) => write(() => disk.done.add(index)),
      earlier: { balance: undefined, aheadMs: 0 },
      waiting: () => [],
      notesUnderWay: () => [],
      unansweredCall: () => null,
      clock: own,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    },
    media,
  );
  return {
    connector,
    begin: () => connector.start(events),
    kill: () => {
      alive = false;
      own.kill();
    },
  };
}

const contact = fc.constantFrom('anna', 'marco');
const at = fc.integer({ min: 0, max: 60_000 });
const step = fc.oneof(
  fc.record({ at, do: fc.constant('message' as const), contact, text: fc.constant('hello') }),
  fc.record({
    at,
    do: fc.constant('call' as const),
    contact,
    ringFor: fc.integer({ min: 0, max: 20_000 }),
    hangUpAfter: fc.integer({ min: 0, max: 15_000 }),
  }),
  fc.record({
    at,
    do: fc.constant('balance' as const),
    value: fc.integer({ min: 0, max: 99 }).map((units) => `${units}.50`),
  }),
  fc.record({ at, do: fc.constant('revoke' as const), contact }),
  fc.record({ at, do: fc.constant('clock' as const), by: fc.integer({ min: 1, max: 86_400_000 }) }),
);
/** How long a life lasts in writes and milliseconds, and how long the gateway is then away. */
const lives = fc.array(
  fc.record({
    writes: fc.integer({ min: 0, max: 15 }),
    for: fc.integer({ min: 0, max: 20_000 }),
    away: fc.integer({ min: 1, max: 15_000 }),
  }),
  { maxLength: 8 },
);
const stepOf = (callId: string): number => Number(callId.split('.')[1]);

describe('whenever the gateway dies and comes back', () => {
  it('each step of the scenario is brought about exactly once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 12 }),
        lives,
        fc.array(fc.constantFrom<Habit>('answer', 'reject', 'ignore'), { minLength: 1 }),
        async (timeline, deaths, habits) => {
          const scenario = scenarioOf(timeline, [anna, marco]);
          const clock = simulatedClock();
          const startedAt = clock.now();
          const disk: Disk = {
            done: new Set(),
            messages: new Map(),
            events: new Map(),
            permissions: new Map(),
            aheadMs: 0,
            balance: null,
            rung: [],
            answered: [],
          };
          const habit = (callId: string): Habit => habits[stepOf(callId) % habits.length] ?? 'ignore';

          for (const death of deaths) {
            const life = live(disk, scenario, clock, startedAt, death.writes, habit);
            await life.begin().catch(() => undefined);
            await clock.pass(death.for);
            life.kill();
            await clock.pass(death.away);
          }
          const last = live(disk, scenario, clock, startedAt, Number.POSITIVE_INFINITY, habit);
          await last.begin();
          await clock.pass(200_000);
          await last.connector.stop();

          expect(disk.done.size).toBe(timeline.length);
          const ordered = timeline
            .map((entry, index) => ({ entry, index }))
            .sort((one, other) => one.entry.at - other.entry.at || one.index - other.index);
          expect(disk.balance).toBe(
            ordered.reduce((balance, { entry }) => (entry.do === 'balance' ? entry.value : balance), '25.00'),
          );
          expect(disk.aheadMs).toBe(timeline.reduce((sum, entry) => (entry.do === 'clock' ? sum + entry.by : sum), 0));
          const ids = (verb: string): string[] =>
            timeline.flatMap((entry, index) => (entry.do === verb ? [`run/${index}`] : []));
          expect([...disk.messages.keys()].sort()).toEqual(ids('message').sort());
          expect(
            [...disk.permissions.values()].flatMap(({ id, answer }) => (answer === 'revoked' ? [id] : [])).sort(),
          ).toEqual(ids('revoke').sort());
          timeline.forEach((entry, index) => {
            if (entry.do !== 'call') return;
            const of = (calls: readonly string[]): string[] => calls.filter((callId) => stepOf(callId) === index);
            expect(of(disk.answered).length).toBeLessThanOrEqual(1);
            // Never the same id twice, and never again after an answer.
            expect(new Set(of(disk.rung)).size).toBe(of(disk.rung).length);
            if (of(disk.answered).length === 1) expect(of(disk.rung).at(-1)).toBe(of(disk.answered)[0]);
            const isMissed = disk.events.has(`run.${index}/missed-call`);
            expect(of(disk.rung).length > 0 || isMissed).toBe(true);
            if (of(disk.answered).length === 1) expect(isMissed).toBe(false);
          });
        },
      ),
      { numRuns: 400 },
    );
  }, 60_000);
});
