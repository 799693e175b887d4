import { describe, expect, it } from 'vitest';
import type { AgentCommand } from '#shared/contracts/agent.ts';
import type { Presence } from '#shared/contracts/records.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { createAvailability } from '../../../src/main/workspace/availability.ts';
import { manualClock } from '../../fakes/manual-clock.ts';

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

function agent() {
  const now: { presence: Presence; ringing: boolean } = { presence: 'available', ringing: true };
  const told: string[] = [];
  const answers: ((result: Result<null>) => void)[] = [];
  const clock = manualClock();
  const availability = createAvailability({
    current: () => ({ ...now }),
    command: (command: AgentCommand) =>
      new Promise((resolve) => {
        if (command.do === 'presence') told.push(`${command.presence} ${command.ringing}`);
        answers.push(resolve);
      }),
    clock,
  });
  const reply = async (result: Result<null>): Promise<void> => {
    answers.shift()?.(result);
    await settle();
  };
  return { now, told, availability, clock, reply, waiting: () => answers.length };
}

describe('availability', () => {
  it('is told with each new connection, also where nothing has changed', async () => {
    const { told, availability, reply } = agent();
    availability.changed();
    expect(told).toEqual([]);
    availability.connection(true);
    await reply(ok(null));
    availability.connection(false);
    availability.connection(true);
    await reply(ok(null));
    expect(told).toEqual(['available true', 'available true']);
  });

  it('is told once where nothing has changed', async () => {
    const { told, availability, reply, waiting } = agent();
    availability.connection(true);
    await reply(ok(null));
    availability.changed();
    availability.changed();
    await settle();
    expect(told).toHaveLength(1);
    expect(waiting()).toBe(0);
  });

  it('ends with the newest state after a series of quick changes, without telling each of them', async () => {
    const { now, told, availability, reply } = agent();
    availability.connection(true);
    for (const presence of ['busy', 'away', 'available', 'away'] as const) {
      now.presence = presence;
      availability.changed();
    }
    await reply(ok(null));
    await reply(ok(null));
    expect(told).toEqual(['available true', 'away true']);
  });

  it('is told again where the gateway did not take it', async () => {
    const { now, told, availability, reply, clock } = agent();
    availability.connection(true);
    await reply(ok(null));
    now.presence = 'away';
    availability.changed();
    await reply(fail('timeout'));
    clock.advance(3000);
    await reply(ok(null));
    expect(told).toEqual(['available true', 'away true', 'away true']);
    expect(clock.pending).toBe(0);
  });

  it('says nothing into a connection that is down, and the truth into the next one', async () => {
    const { now, told, availability, reply, clock } = agent();
    availability.connection(true);
    await reply(ok(null));
    availability.connection(false);
    now.presence = 'busy';
    availability.changed();
    clock.advance(60_000);
    expect(told).toEqual(['available true']);
    availability.connection(true);
    await reply(ok(null));
    expect(told).toEqual(['available true', 'busy true']);
  });
});
