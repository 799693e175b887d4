import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { reactions as contract } from '#shared/contracts/reaction.ts';
import { stepAmong } from '../../../src/renderer/ui/components/step-among.ts';
import { offeredReactions, reactionNames } from '../../../src/renderer/ui/features/reactions/reaction-words.ts';
import { createClient } from '../../../src/renderer/ui/state/client.ts';
import { createShownReactions, reactionShownMs } from '../../../src/renderer/ui/state/reactions.ts';
import { fakeBridge } from './support.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function harness() {
  const { bridge, push } = fakeBridge();
  const client = createClient(bridge);
  const reactions = createShownReactions(client);
  const shown = (): string[] => reactions.get().map(({ from, reaction }) => `${from} ${reaction}`);
  return { client, push, reactions, shown };
}

describe('reactions', () => {
  it('are offered as the contract has them, each with a name', () => {
    expect(offeredReactions).toEqual(contract);
    expect(new Set(Object.values(reactionNames)).size).toBe(contract.length);
  });

  it('show what came from either side, and go by themselves', () => {
    const { push, shown } = harness();
    push('reaction', { callId: 'call-1', from: 'contact', reaction: '👍' });
    vi.advanceTimersByTime(1000);
    push('reaction', { callId: 'call-1', from: 'agent', reaction: '👍' });
    expect(shown()).toEqual(['contact 👍', 'agent 👍']);
    vi.advanceTimersByTime(reactionShownMs - 1000);
    expect(shown()).toEqual(['agent 👍']);
    vi.advanceTimersByTime(1000);
    expect(shown()).toEqual([]);
  });

  it('are told once each, the same one twice as two, and no more once nobody listens', () => {
    const { push, reactions } = harness();
    const heard: number[] = [];
    const end = reactions.onNew(({ id }) => void heard.push(id));
    push('reaction', { callId: 'call-1', from: 'contact', reaction: '😂' });
    push('reaction', { callId: 'call-1', from: 'contact', reaction: '😂' });
    end();
    push('reaction', { callId: 'call-1', from: 'contact', reaction: '😂' });
    expect(new Set(heard).size).toBe(2);
  });

  it('stay few in a storm', () => {
    const { push, shown } = harness();
    for (let count = 0; count < 50; count += 1) push('reaction', { callId: 'c', from: 'contact', reaction: '👏' });
    expect(shown()).toHaveLength(8);
  });
});

describe('the row of reactions', () => {
  it.each([
    ['ArrowRight', 0, 1],
    ['ArrowRight', 5, 0],
    ['ArrowLeft', 0, 5],
    ['Home', 3, 0],
    ['End', 3, 5],
    ['ArrowRight', -1, 0],
    ['Tab', 3, null],
  ])('%s from %s leads to %s', (key, from, to) => {
    expect(stepAmong(key, from, 6)).toBe(to);
  });
});
