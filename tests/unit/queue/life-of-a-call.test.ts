import { describe, expect, it } from 'vitest';
import { ok } from '#shared/result.ts';
import { accepted, createHarness, ended, flowing, offered } from './harness.ts';

const contact = { id: 'bruno', name: 'Bruno', phone: '+390612345678' };

describe('an incoming call', () => {
  it('is answered, talked on and ended, and leaves one line in the journal', () => {
    const { queue, clock, phone, view, rows, events, commands, tone, faults } = createHarness();
    phone(offered('a'));
    expect(view('a')).toMatchObject({ phase: 'ringing', refusal: null, direction: 'user-initiated', name: 'Caller a' });
    expect(rows.get('a')).toMatchObject({ outcome: null, answeredAt: null, startedAt: 0 });
    expect(tone()).toBe('incoming');

    clock.increment(2_000);
    expect(queue.command({ do: 'answer', callId: 'a', camera: false })).toEqual(ok(null));
    expect(view('a')?.phase).toBe('answering');
    expect(tone()).toBe('none');
    expect(commands()).toEqual(['answer a']);

    clock.increment(500);
    phone(accepted('a'));
    expect(view('a')).toMatchObject({ phase: 'active', answeredAt: 2_500, media: 'connecting' });
    phone(flowing('a'));
    phone({ type: 'call.quality', callId: 'a', mos: 4.2, lossRatio: 0, jitterMs: 3, roundTripMs: 20 });
    expect(view('a')).toMatchObject({ media: 'flowing', quality: 4.2 });

    clock.increment(60_000);
    expect(queue.command({ do: 'end', callId: 'a' })).toEqual(ok(null));
    expect(view('a')?.phase).toBe('ending');
    expect(commands()).toEqual(['hangup a']);
    phone(ended('a', 'hangup', 'local'));
    expect(view('a')).toBeUndefined();
    expect(rows.get('a')).toMatchObject({ outcome: 'answered', answeredAt: 2_500, endedAt: 62_500, reason: null });
    expect(events).toEqual([
      {
        id: 'a/answered-call',
        contactId: 'contact-of-a',
        type: 'answered-call',
        at: 62_500,
        callId: 'a',
        kind: 'voice',
        durationMs: 60_000,
        agent: 'Anna',
      },
    ]);
    expect(faults).toEqual([]);
  });

  it('is missed when the caller gives up', () => {
    const { clock, phone, view, rows, events, tone } = createHarness();
    phone(offered('a'));
    clock.increment(7_000);
    phone(ended('a', 'cancelled'));
    expect(view('a')).toBeUndefined();
    expect(tone()).toBe('none');
    expect(rows.get('a')).toMatchObject({ outcome: 'missed', answeredAt: null, endedAt: 7_000 });
    expect(events).toMatchObject([{ id: 'a/missed-call', type: 'missed-call', durationMs: null, agent: null }]);
  });

  it('is declined at once, also while another call is active, and never shows as ending', () => {
    const { queue, phone, view, rows, commands, events } = createHarness();
    phone(offered('a'));
    queue.command({ do: 'answer', callId: 'a', camera: false });
    phone(accepted('a'), offered('b'));
    commands();
    expect(queue.command({ do: 'decline', callId: 'b' })).toEqual(ok(null));
    expect(view('b')).toBeUndefined();
    expect(view('a')?.phase).toBe('active');
    expect(commands()).toEqual(['decline b']);
    expect(rows.get('b')?.outcome).toBe('declined');
    // It may ring on for others: what becomes of it for the team is for the gateway to say.
    expect(events).toEqual([]);
    phone(ended('b', 'declined', 'local'));
    expect(rows.get('b')?.outcome).toBe('declined');
  });

  it('rings no longer than the limit', () => {
    const { clock, phone, rows, commands } = createHarness({ timings: { ringMs: 90_000 } });
    phone(offered('a'));
    clock.increment(89_999);
    expect(rows.get('a')?.outcome).toBeNull();
    clock.increment(1);
    expect(rows.get('a')).toMatchObject({ outcome: 'missed', reason: 'ring-timeout' });
    expect(commands()).toEqual(['decline a']);
  });

  it('is held and resumed as the phone window reports it, not as the agent wishes', () => {
    const { queue, phone, view, commands } = createHarness();
    phone(offered('a'));
    queue.command({ do: 'answer', callId: 'a', camera: false });
    phone(accepted('a'));
    commands();
    expect(queue.command({ do: 'hold', callId: 'a', on: true })).toEqual(ok(null));
    expect(view('a')?.phase).toBe('active');
    phone({ type: 'call.held', callId: 'a', by: 'local', on: true });
    expect(view('a')?.phase).toBe('held');
    phone({ type: 'call.held', callId: 'a', by: 'remote', on: false });
    expect(view('a')?.phase).toBe('held');
    queue.command({ do: 'hold', callId: 'a', on: false });
    phone({ type: 'call.held', callId: 'a', by: 'local', on: false });
    expect(view('a')).toMatchObject({ phase: 'active', answeredAt: 0 });
    expect(commands()).toEqual(['hold a', 'hold a']);
  });

  it('is muted and sends tones', () => {
    const { queue, phone, view, sent } = createHarness();
    phone(offered('a'));
    queue.command({ do: 'answer', callId: 'a', camera: false });
    phone(accepted('a'));
    queue.command({ do: 'mute', callId: 'a', on: true });
    expect(view('a')?.muted).toBe(false);
    phone({ type: 'call.muted', callId: 'a', on: true });
    expect(view('a')?.muted).toBe(true);
    queue.command({ do: 'dtmf', callId: 'a', tones: '42#' });
    expect(sent).toContainEqual({ do: 'dtmf', callId: 'a', tones: '42#' });
  });

  it('takes the better name that the cache knows, in the view and in the journal', () => {
    const { queue, phone, view, rows } = createHarness();
    phone(offered('a'));
    queue.system({ type: 'contact', contact: { id: 'contact-of-a', name: 'Carla', phone: '+391234567' } });
    queue.system({ type: 'contact', contact: { id: 'somebody', name: 'X', phone: null } });
    expect(view('a')).toMatchObject({ name: 'Carla', phone: '+391234567' });
    expect(rows.get('a')).toMatchObject({ name: 'Carla', phone: '+391234567', outcome: null });
  });
});

describe('an outgoing call', () => {
  it('is placed, rings, is answered and ended by the contact', () => {
    const { queue, clock, phone, view, rows, events, sent, tone } = createHarness();
    expect(queue.place({ contact, uri: 'bruno', kind: 'voice' })).toEqual(ok({ callId: 'placed-1' }));
    expect(view('placed-1')).toMatchObject({ phase: 'dialing', direction: 'business-initiated', name: 'Bruno' });
    expect(sent).toContainEqual({
      do: 'place',
      callId: 'placed-1',
      target: { uri: 'bruno', contactId: 'bruno' },
      kind: 'voice',
      camera: false,
    });
    phone({ type: 'call.ringing', callId: 'placed-1' });
    expect(view('placed-1')?.phase).toBe('ringing-out');
    expect(tone()).toBe('ringback');
    clock.increment(4_000);
    phone(accepted('placed-1'));
    expect(view('placed-1')).toMatchObject({ phase: 'active', answeredAt: 4_000 });
    expect(tone()).toBe('none');
    clock.increment(1_000);
    phone(ended('placed-1'));
    expect(rows.get('placed-1')).toMatchObject({ outcome: 'answered', direction: 'business-initiated' });
    expect(events).toMatchObject([{ id: 'placed-1/outgoing-call', durationMs: 1_000 }]);
  });

  it('that a rule refuses is told as not placed', () => {
    const { queue, phone, rows, events } = createHarness();
    queue.place({ contact, uri: 'bruno', kind: 'voice' });
    phone({ ...ended('placed-1', 'refused', 'remote'), status: 403, reason: 'rule:balance-low' });
    expect(rows.get('placed-1')).toMatchObject({ outcome: 'refused', reason: 'refused 403: rule:balance-low' });
    expect(events).toMatchObject([{ id: 'placed-1/outgoing-refused', type: 'outgoing-refused' }]);
  });

  it.each([
    ['declined', 'remote', 'refused'],
    ['busy', 'remote', 'refused'],
    ['refused', 'remote', 'refused'],
    ['no-answer', 'remote', 'no-answer'],
    ['unreachable', 'remote', 'no-answer'],
    ['hangup', 'remote', 'no-answer'],
    ['cancelled', 'local', 'cancelled'],
    ['connection', 'system', 'failed'],
    ['media', 'system', 'failed'],
    ['internal', 'system', 'failed'],
  ] as const)('that ends by %s (%s) came out as %s', (cause, by, outcome) => {
    const { queue, phone, rows, events, view } = createHarness();
    queue.place({ contact, uri: 'bruno', kind: 'voice' });
    phone({ type: 'call.ringing', callId: 'placed-1' }, ended('placed-1', cause, by));
    expect(view('placed-1')).toBeUndefined();
    expect(rows.get('placed-1')?.outcome).toBe(outcome);
    expect(events).toMatchObject([{ type: outcome === 'failed' ? 'failed-call' : 'outgoing-unanswered' }]);
  });

  it('is given up by the agent', () => {
    const { queue, phone, rows, commands, view } = createHarness();
    queue.place({ contact, uri: 'bruno', kind: 'voice' });
    expect(queue.command({ do: 'end', callId: 'placed-1' })).toEqual(ok(null));
    expect(commands()).toEqual(['place placed-1', 'hangup placed-1']);
    phone(ended('placed-1', 'cancelled', 'local'));
    expect(view('placed-1')).toBeUndefined();
    expect(rows.get('placed-1')).toMatchObject({ outcome: 'cancelled', reason: null });
  });

  it.each([
    ['dialing', [], 35_000, 'failed', 'dial-timeout'],
    ['ringing-out', [{ type: 'call.ringing', callId: 'placed-1' } as const], 90_000, 'no-answer', null],
  ] as const)('gets stuck while %s and ends all the same', (phase, messages, limitMs, outcome, reason) => {
    const { queue, clock, phone, rows, commands, view } = createHarness();
    queue.place({ contact, uri: 'bruno', kind: 'voice' });
    phone(...messages);
    expect(view('placed-1')?.phase).toBe(phase);
    clock.increment(limitMs);
    expect(view('placed-1')?.phase).toBe('ending');
    expect(commands()).toContain('hangup placed-1');
    clock.increment(5_000);
    expect(view('placed-1')).toBeUndefined();
    expect(rows.get('placed-1')).toMatchObject({ outcome, reason });
  });
});

describe('after-call work', () => {
  const wrapUp = { settings: { wrapUpMs: 10_000 } };

  const talk = (harness: ReturnType<typeof createHarness>): void => {
    harness.phone(offered('a'));
    harness.queue.command({ do: 'answer', callId: 'a', camera: false });
    harness.phone(accepted('a'), flowing('a'), ended('a'));
  };

  it('follows a call on which somebody talked; nothing rings until it is over', () => {
    const harness = createHarness(wrapUp);
    talk(harness);
    expect(harness.queue.views()).toMatchObject({ wrapUpUntil: 10_000, ringing: false, presence: 'available' });
    harness.phone(offered('b'));
    expect(harness.tone()).toBe('none');
    expect(harness.view('b')).toMatchObject({ phase: 'ringing', refusal: null });
    harness.clock.increment(10_000);
    expect(harness.queue.views()).toMatchObject({ wrapUpUntil: null, ringing: true });
    expect(harness.tone()).toBe('incoming');
  });

  it('is finished by the agent, by answering, or by sleep', () => {
    for (const finish of ['finish', 'answer', 'sleep'] as const) {
      const harness = createHarness(wrapUp);
      talk(harness);
      harness.phone(offered('b'));
      if (finish === 'finish') expect(harness.queue.command({ do: 'finishWrapUp' })).toEqual(ok(null));
      if (finish === 'answer')
        expect(harness.queue.command({ do: 'answer', callId: 'b', camera: false })).toEqual(ok(null));
      if (finish === 'sleep') {
        harness.sleep(10_000);
        harness.queue.system({ type: 'resume' });
      }
      expect(harness.queue.views().wrapUpUntil).toBeNull();
    }
  });

  it('does not follow a call on which nobody talked', () => {
    const harness = createHarness(wrapUp);
    harness.phone(offered('a'));
    harness.queue.command({ do: 'answer', callId: 'a', camera: false });
    harness.phone(ended('a', 'elsewhere'), offered('b'), ended('b', 'cancelled'));
    expect(harness.queue.views().wrapUpUntil).toBeNull();
  });

  it('can be finished where there is none', () => {
    expect(createHarness().queue.command({ do: 'finishWrapUp' })).toEqual(ok(null));
  });
});
