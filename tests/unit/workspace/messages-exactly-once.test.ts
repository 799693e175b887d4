import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AgentCommand } from '#shared/contracts/agent.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { CacheChanges } from '../../../src/main/store/cache-store.ts';
import { createMessages } from '../../../src/main/workspace/messages.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { memoryLog } from '../../fakes/memory-log.ts';
import { memoryOutbox } from '../../fakes/memory-outbox.ts';

const noChanges: CacheChanges = {
  conversations: [],
  timeline: [],
  states: [],
  counters: { unread: 0, missed: 0, unplayed: 0 },
};

/** What may happen to one message on its way and to the answer on its way back. */
const faults = ['none', 'lost', 'answer-lost', 'offline', 'storage', 'internal', 'never-answered'] as const;
type Fault = (typeof faults)[number];

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('send' as const), number: fc.nat({ max: 11 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('flush' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('time' as const), ms: fc.nat({ max: 90_000 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('crash' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('disk' as const), full: fc.boolean() }) },
);

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 60; turn += 1) await Promise.resolve();
};

describe('outgoing messages, whatever fails', () => {
  it('reach the gateway exactly once and, for each contact, in the order in which they were taken', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 40 }),
        fc.infiniteStream(fc.constantFrom(...faults)),
        async (steps, weather) => {
          const outbox = memoryOutbox();
          const clock = manualClock();
          /** The gateway keeps each id once (agent contract). */
          const kept = new Map<string, string>();
          const taken: string[] = [];
          let calm = false;

          const arrive = ({ id, contactId }: Extract<AgentCommand, { do: 'message' }>): void => {
            if (!kept.has(id)) kept.set(id, contactId);
          };
          const startLife = () => {
            let alive = true;
            const command = async (asked: AgentCommand): Promise<Result<null>> => {
              if (!alive) return new Promise(() => undefined);
              if (asked.do !== 'message') return fail('invalid');
              const fault: Fault = calm ? 'none' : (weather.next().value ?? 'none');
              if (fault === 'none' || fault === 'answer-lost' || fault === 'never-answered') arrive(asked);
              switch (fault) {
                case 'none':
                  return ok(null);
                case 'lost':
                case 'answer-lost':
                  return fail('timeout');
                case 'never-answered':
                  // As the link does after its limit.
                  return new Promise((resolve) => clock.after(10_000, () => resolve(fail('timeout'))));
                default:
                  return fail(fault);
              }
            };
            const messages = createMessages({
              cache: { putLocal: async () => ok(noChanges) },
              ledger: outbox,
              command,
              changed: () => undefined,
              failed: () => expect.unreachable('no message is refused for good'),
              clock,
              log: memoryLog(),
            });
            return {
              messages,
              die: () => {
                alive = false;
              },
            };
          };

          let life = startLife();
          for (const each of steps) {
            switch (each.do) {
              case 'send': {
                const id = `m${each.number}`;
                const contactId = `contact-${each.number % 3}`;
                const sent = await life.messages.send({ id, contactId, text: id });
                if (sent.ok && !taken.includes(id)) taken.push(id);
                break;
              }
              case 'flush':
                void life.messages.flush();
                break;
              case 'time':
                clock.advance(each.ms);
                break;
              case 'crash':
                life.die();
                life = startLife();
                break;
              case 'disk':
                outbox.broken = each.full;
                break;
            }
            await settle();
          }

          calm = true;
          outbox.broken = false;
          void life.messages.flush();
          for (let minute = 0; minute < 10; minute += 1) {
            await settle();
            clock.advance(60_000);
          }
          await settle();
          expect([...outbox.rows.values()].map(({ state }) => state)).toEqual(taken.map(() => 'done'));
          expect([...kept.keys()].toSorted()).toEqual(taken.toSorted());
          for (const contact of new Set(kept.values())) {
            const ofContact = ([, to]: readonly [string, string]): boolean => to === contact;
            expect([...kept].filter(ofContact).map(([id]) => id)).toEqual(
              taken.filter((id) => `contact-${Number(id.slice(1)) % 3}` === contact),
            );
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
