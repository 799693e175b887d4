import { describe, expect, it } from 'vitest';
import type { CallPhase, CallView } from '#shared/contracts/session.ts';
import { ok } from '#shared/result.ts';
import { isSameViews, type QueueViews, toneOf } from '../../../src/main/queue/projection.ts';
import { createHarness, offered } from './harness.ts';

const call = (phase: CallPhase, id: string = phase): CallView => ({
  id,
  contactId: 'anna',
  name: 'Anna',
  phone: null,
  kind: 'voice',
  direction: 'user-initiated',
  phase,
  startedAt: 0,
  answeredAt: null,
  refusal: null,
  muted: false,
  recording: 'off',
  pictures: null,
  reactions: false,
  media: 'connecting',
  quality: null,
});

const views = (phases: readonly CallPhase[], ringing = true): QueueViews => ({
  calls: phases.map((phase, index) => call(phase, `${index}`)),
  presence: ringing ? 'available' : 'away',
  wrapUpUntil: null,
  ringing,
});

describe('toneOf', () => {
  it.each([
    [[], true, 'none'],
    [['ringing'], true, 'incoming'],
    [['ringing', 'ringing'], true, 'incoming'],
    [['ringing'], false, 'none'],
    [['active'], true, 'none'],
    [['active', 'ringing'], true, 'waiting'],
    [['ringing', 'active'], true, 'waiting'],
    [['held', 'ringing'], true, 'waiting'],
    [['active', 'ringing'], false, 'none'],
    [['answering', 'ringing'], true, 'none'],
    [['dialing', 'ringing'], true, 'none'],
    [['ending', 'ringing'], true, 'none'],
    [['ringing-out'], true, 'ringback'],
    [['ringing-out'], false, 'ringback'],
    [['ringing-out', 'ringing'], true, 'ringback'],
  ] as const)('%j, ringing %s: %s', (phases, ringing, tone) => {
    expect(toneOf(views(phases, ringing))).toBe(tone);
  });
});

describe('isSameViews', () => {
  const base = views(['active', 'ringing']);

  it('is true for an equal copy', () => {
    expect(isSameViews(base, structuredClone(base))).toBe(true);
  });

  it.each([
    [{ ...base, presence: 'busy' as const }],
    [{ ...base, wrapUpUntil: 1 }],
    [{ ...base, ringing: false }],
    [{ ...base, calls: base.calls.slice(1) }],
    [{ ...base, calls: base.calls.with(0, { ...call('active', '0'), muted: true }) }],
    [{ ...base, calls: base.calls.toReversed() }],
  ])('sees each difference', (other) => {
    expect(isSameViews(base, other)).toBe(false);
    expect(isSameViews(other, base)).toBe(false);
  });
});

describe('views of the queue', () => {
  it('are oldest first, whatever their ids', () => {
    const { clock, phone, queue } = createHarness();
    for (const id of ['z', '10', '9', 'a']) {
      phone(offered(id));
      clock.increment(10);
    }
    expect(queue.views().calls.map(({ id }) => id)).toEqual(['z', '10', '9', 'a']);
    expect(queue.views().calls.map(({ startedAt }) => startedAt)).toEqual([0, 10, 20, 30]);
  });

  it.each(['busy', 'away'] as const)(
    'presence %s: nothing rings, and an answer is the agent’s own affair',
    (presence) => {
      const { phone, queue, tone } = createHarness();
      phone(offered('a'));
      expect(tone()).toBe('incoming');
      expect(queue.command({ do: 'presence', presence })).toEqual(ok(null));
      expect(queue.views()).toMatchObject({ presence, ringing: false });
      expect(tone()).toBe('none');
      expect(queue.command({ do: 'answer', callId: 'a', camera: false })).toEqual(ok(null));
      queue.command({ do: 'presence', presence: 'available' });
      expect(queue.views().ringing).toBe(true);
    },
  );

  it('say nothing where nothing changed', () => {
    let told = 0;
    const harness = createHarness({ onOutput: () => (told += 1) });
    harness.phone(offered('a'));
    const before = told;
    harness.phone(offered('a'), { type: 'call.muted', callId: 'a', on: false });
    harness.queue.command({ do: 'presence', presence: 'available' });
    harness.queue.command({ do: 'answer', callId: 'nobody', camera: false });
    expect(told).toBe(before);
  });
});
