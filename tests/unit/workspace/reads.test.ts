import { describe, expect, it, vi } from 'vitest';
import type { AgentCommand } from '#shared/contracts/agent.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { createReads } from '../../../src/main/workspace/reads.ts';
import { manualClock } from '../../fakes/manual-clock.ts';

function desk() {
  const told: [string, number][] = [];
  const clock = manualClock();
  const state = { answer: (_contactId: string): Result<null> => ok(null) };
  const reads = createReads({
    command: async (command: AgentCommand) => {
      if (command.do !== 'read') return fail('invalid');
      told.push([command.contactId, command.upTo]);
      return state.answer(command.contactId);
    },
    clock,
  });
  return { reads, told, clock, state };
}

describe('what was looked at', () => {
  it('is told at once, and once', async () => {
    const { reads, told } = desk();
    reads.add('anna', 5);
    reads.add('anna', 5);
    reads.add('anna', 4);
    await reads.flush();
    expect(told).toEqual([['anna', 5]]);
  });

  it('without a connection is told with the next one, of each conversation the latest', async () => {
    const { reads, told, state, clock } = desk();
    state.answer = () => fail('offline');
    reads.add('anna', 1);
    reads.add('bruno', 2);
    reads.add('anna', 3);
    await reads.flush();
    expect(clock.pending).toBe(0);
    told.length = 0;
    state.answer = () => ok(null);
    await reads.flush();
    expect(told.toSorted()).toEqual([
      ['anna', 3],
      ['bruno', 2],
    ]);
    told.length = 0;
    await reads.flush();
    expect(told).toEqual([]);
  });

  it('is told again by itself where the gateway could not keep it', async () => {
    const { reads, told, state, clock } = desk();
    state.answer = () => fail('storage');
    reads.add('anna', 1);
    await vi.waitFor(() => expect(clock.pending).toBe(1));
    state.answer = () => ok(null);
    clock.advance(2000);
    await vi.waitFor(() => expect(told).toHaveLength(2));
    expect(clock.pending).toBe(0);
  });

  it('is not told again where the gateway knows no such contact, and holds up no other', async () => {
    const { reads, told, state } = desk();
    state.answer = (contactId) => (contactId === 'anna' ? fail('not-found') : ok(null));
    reads.add('anna', 1);
    reads.add('bruno', 2);
    await reads.flush();
    await reads.flush();
    expect(told.toSorted()).toEqual([
      ['anna', 1],
      ['bruno', 2],
    ]);
  });
});
