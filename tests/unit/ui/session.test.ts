import { describe, expect, it } from 'vitest';
import { activeCall, isConnected, nextSession, ringingCalls } from '../../../src/renderer/ui/state/session.ts';
import { share } from '../../../src/renderer/ui/state/share.ts';
import { callView, snapshot } from './support.ts';

describe('a pushed session', () => {
  it('replaces an older one', () => {
    const next = nextSession(snapshot(), snapshot({ revision: 2, presence: 'busy' }));
    expect(next.presence).toBe('busy');
  });

  it('that was overtaken changes nothing, and neither does the same one again', () => {
    const current = snapshot({ revision: 7, presence: 'away' });
    expect(nextSession(current, snapshot({ revision: 6, presence: 'busy' }))).toBe(current);
    expect(nextSession(current, snapshot({ revision: 7, presence: 'busy' }))).toBe(current);
  });

  it('is taken as it is when it is the first', () => {
    const first = snapshot();
    expect(nextSession(null, first)).toBe(first);
  });

  it('keeps the identity of every part that did not change', () => {
    const calls = [callView({ id: 'a' }), callView({ id: 'b' })];
    const current = snapshot({ calls });
    const next = nextSession(
      current,
      structuredClone({ ...current, revision: 2, calls: [calls[0], { ...calls[1], muted: true }] }) as typeof current,
    );
    expect(next.settings).toBe(current.settings);
    expect(next.balance).toBe(current.balance);
    expect(next.calls[0]).toBe(current.calls[0]);
    expect(next.calls[1]).not.toBe(current.calls[1]);
    expect(next.calls).not.toBe(current.calls);
  });

  it('knows a call again when one before it is gone', () => {
    const current = snapshot({ calls: [callView({ id: 'a' }), callView({ id: 'b' })] });
    const next = nextSession(current, structuredClone({ ...current, revision: 2, calls: [callView({ id: 'b' })] }));
    expect(next.calls).toHaveLength(1);
    expect(next.calls[0]).toBe(current.calls[1]);
  });
});

describe('share', () => {
  it.each([
    [{ a: 1 }, { a: 1, b: undefined }],
    [{ a: [1, 2] }, { a: [2, 1] }],
    [[{ id: 'x' }], []],
    [{ a: null }, { a: {} }],
  ])('sees the difference between %j and %j', (left, right) => {
    expect(share<unknown>(left, right)).not.toBe(left);
    expect(share<unknown>(left, right)).toEqual(right);
  });

  it('gives back the first of two equals', () => {
    const left = { list: [{ id: 'x', deep: { value: [1, null, 'z'] } }], none: null };
    expect(share(left, structuredClone(left))).toBe(left);
  });
});

describe('calls of a session', () => {
  it('are ringing or the one in hand', () => {
    const waiting = callView({ id: 'w', refusal: 'busy' });
    const held = callView({ id: 'h', phase: 'held', answeredAt: 2_000 });
    const session = snapshot({ calls: [held, waiting] });
    expect(activeCall(session)).toBe(held);
    expect(ringingCalls(session)).toEqual([waiting]);
    expect(ringingCalls(session)).toBe(ringingCalls(session));
    expect(activeCall(snapshot())).toBeNull();
  });

  it('are connected only when both sides hear each other', () => {
    const phases = ['ringing', 'answering', 'dialing', 'ringing-out', 'active', 'held', 'ending'] as const;
    expect(phases.filter((phase) => isConnected(callView({ phase })))).toEqual(['active', 'held']);
  });
});
