/** Every command in every phase gets an answer at once. */
import { describe, expect, it } from 'vitest';
import type { QueueCommand } from '../../../src/main/queue/commands.ts';
import { accepted, createHarness, ended, type Harness, offered } from './harness.ts';

const phases = [
  'unknown',
  'over',
  'ringing',
  'answering',
  'dialing',
  'ringing-out',
  'active',
  'held',
  'ending',
] as const;
type Phase = (typeof phases)[number];

/** A queue in which the call `a` (or the placed one) stands in a phase. */
function inPhase(phase: Phase): { harness: Harness; callId: string } {
  const harness = createHarness();
  if (phase === 'unknown') return { harness, callId: 'a' };
  if (phase === 'dialing' || phase === 'ringing-out') {
    harness.queue.place({ contact: { id: 'x', name: 'X', phone: null }, uri: 'x', kind: 'voice' });
    if (phase === 'ringing-out') harness.phone({ type: 'call.ringing', callId: 'placed-1' });
    return { harness, callId: 'placed-1' };
  }
  harness.phone(offered('a'));
  if (phase === 'over') harness.phone(ended('a', 'cancelled'));
  if (phase === 'over' || phase === 'ringing') return { harness, callId: 'a' };
  harness.queue.command({ do: 'answer', callId: 'a', camera: false });
  if (phase !== 'answering') harness.phone(accepted('a'));
  if (phase === 'held') harness.phone({ type: 'call.held', callId: 'a', by: 'local', on: true });
  if (phase === 'ending') harness.queue.command({ do: 'end', callId: 'a' });
  return { harness, callId: 'a' };
}

const commands: Record<string, (callId: string) => QueueCommand> = {
  answer: (callId) => ({ do: 'answer', callId, camera: false }),
  decline: (callId) => ({ do: 'decline', callId }),
  end: (callId) => ({ do: 'end', callId }),
  mute: (callId) => ({ do: 'mute', callId, on: true }),
  hold: (callId) => ({ do: 'hold', callId, on: true }),
  dtmf: (callId) => ({ do: 'dtmf', callId, tones: '1' }),
  record: (callId) => ({ do: 'record', callId, on: true }),
};

/** In the order of `phases`. */
const expected: Record<string, readonly string[]> = {
  answer: ['not-found', 'gone', 'ok', 'busy', 'busy', 'busy', 'busy', 'busy', 'busy'],
  decline: ['not-found', 'gone', 'ok', 'gone', 'gone', 'gone', 'gone', 'gone', 'gone'],
  end: ['not-found', 'gone', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok', 'ok'],
  mute: ['not-found', 'gone', 'gone', 'gone', 'gone', 'gone', 'ok', 'ok', 'gone'],
  hold: ['not-found', 'gone', 'gone', 'gone', 'gone', 'gone', 'ok', 'ok', 'gone'],
  dtmf: ['not-found', 'gone', 'gone', 'gone', 'gone', 'gone', 'ok', 'ok', 'gone'],
  record: ['not-found', 'gone', 'gone', 'gone', 'gone', 'gone', 'ok', 'ok', 'gone'],
};

describe.each(Object.keys(commands))('%s', (name) => {
  it.each(phases.map((phase, index) => [phase, expected[name]![index]!] as const))(
    'of a call that is %s: %s',
    (phase, code) => {
      const { harness, callId } = inPhase(phase);
      const before = harness.queue.views();
      const result = harness.queue.command(commands[name]!(callId));
      expect(result.ok ? 'ok' : result.error.code).toBe(code);
      if (!result.ok) {
        expect(result.error.detail).toBeTruthy();
        expect(harness.queue.views()).toEqual(before);
      }
    },
  );
});

describe('place', () => {
  const place = (harness: Harness) =>
    harness.queue.place({ contact: { id: 'x', name: 'X', phone: null }, uri: 'x', kind: 'voice' });

  it.each([
    ['unknown', 'ok'],
    ['over', 'ok'],
    ['ringing', 'ok'],
    ['answering', 'busy'],
    ['dialing', 'busy'],
    ['ringing-out', 'busy'],
    ['active', 'busy'],
    ['held', 'busy'],
    ['ending', 'busy'],
  ] as const)('beside a call that is %s: %s', (phase, code) => {
    const result = place(inPhase(phase).harness);
    expect(result.ok ? 'ok' : result.error.code).toBe(code);
  });
});
