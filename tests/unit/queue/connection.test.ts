/** Sockets, windows, gateways, sleep and shutdown while calls ring and talk. */
import { describe, expect, it } from 'vitest';
import { fail, ok } from '#shared/result.ts';
import {
  accepted,
  answer,
  createHarness,
  ended,
  flowing,
  offered,
  place,
  registration,
  settled,
  talking,
} from './harness.ts';

describe('the SIP socket is gone', () => {
  it('a ringing call keeps ringing but cannot be answered, and can again when the socket is back', () => {
    const harness = createHarness();
    harness.phone(offered('a'), registration('connecting'));
    expect(harness.view('a')).toMatchObject({ phase: 'ringing', refusal: 'offline' });
    expect(harness.tone()).toBe('incoming');
    expect(answer(harness)).toMatchObject({ ok: false, error: { code: 'offline' } });
    harness.clock.increment(29_999);
    harness.phone(registration('registered'));
    expect(harness.view('a')?.refusal).toBeNull();
    harness.clock.increment(1_000);
    expect(answer(harness)).toEqual(ok(null));
  });

  it.each([
    ['unreachable', registration('unregistered'), 30_000],
    // The phone window has waited itself before it gives a session up.
    ['without its session', ended('a', 'connection', 'system'), 5_000],
  ])('a ringing call that stays %s is missed after the grace time', (_, news, graceMs) => {
    const harness = createHarness();
    harness.phone(offered('a'), news);
    harness.clock.increment(graceMs - 1);
    expect(harness.view('a')).toMatchObject({ phase: 'ringing', refusal: 'offline' });
    harness.clock.increment(1);
    expect(harness.view('a')).toBeUndefined();
    expect(harness.rows.get('a')).toMatchObject({ outcome: 'missed', reason: 'grace-timeout' });
    // Perhaps a colleague has it: the gateway states the fact.
    expect(harness.events).toEqual([]);
  });

  it.each([
    ['unreachable', registration('connecting'), 30_000],
    ['without its session', ended('a', 'connection', 'system'), 5_000],
  ])('a call given up while it was %s rings again when it is offered after all', (_, news, graceMs) => {
    const harness = createHarness();
    harness.phone(offered('a'), news);
    harness.clock.increment(graceMs);
    expect(harness.rows.get('a')).toMatchObject({ outcome: 'missed', reason: 'grace-timeout' });
    harness.commands();
    harness.phone(registration('registered'), offered('a'));
    expect(harness.view('a')).toMatchObject({ phase: 'ringing', refusal: null });
    expect(harness.tone()).toBe('incoming');
    expect(harness.commands()).toEqual([]);
    expect(harness.rows.get('a')).toMatchObject({ startedAt: 0, outcome: null, reason: null, endedAt: null });
    expect(answer(harness)).toEqual(ok(null));
    harness.phone(accepted('a'), flowing('a'), ended('a'));
    expect(harness.rows.get('a')).toMatchObject({ outcome: 'answered', reason: null });
    expect(harness.events).toMatchObject([{ id: 'a/answered-call' }]);
    expect(harness.faults).toEqual([]);
  });

  it('a call given up here that the gateway has settled meanwhile is turned away when it is offered late', () => {
    const harness = createHarness();
    harness.phone(offered('a'), registration('connecting'));
    harness.clock.increment(30_000);
    harness.queue.fromGateway(settled('a', 'missed'));
    harness.commands();
    harness.phone(registration('registered'), offered('a'));
    expect(harness.queue.views().calls).toEqual([]);
    expect(harness.commands()).toEqual(['decline a']);
  });

  it('with a PBX nobody else states it', () => {
    const harness = createHarness({ settings: { mode: 'pbx' } });
    harness.phone(offered('a'), registration('connecting'));
    harness.clock.increment(30_000);
    expect(harness.events).toMatchObject([{ id: 'a/missed-call' }]);
    // Once, however often it is given up.
    harness.phone(registration('registered'), offered('a'), ended('a', 'cancelled'));
    expect(harness.rows.get('a')).toMatchObject({ outcome: 'missed', reason: null });
    expect(harness.events).toHaveLength(1);
    expect(harness.faults).toEqual([]);
  });

  it('a ringing call whose session ended with it rings again when it is offered again', () => {
    const harness = createHarness();
    harness.phone(
      offered('a'),
      ended('a', 'connection', 'system'),
      registration('connecting'),
      registration('registered'),
    );
    expect(harness.view('a')).toMatchObject({ phase: 'ringing', refusal: 'offline' });
    harness.phone(offered('a'));
    expect(harness.view('a')).toMatchObject({ phase: 'ringing', refusal: null });
    expect(answer(harness)).toEqual(ok(null));
    expect(harness.faults).toEqual([]);
  });

  it('an answer under way is lost with its session and waits again', () => {
    const harness = createHarness();
    harness.phone(offered('a'), offered('b'));
    answer(harness);
    harness.phone(ended('a', 'connection', 'system'));
    expect(harness.view('a')).toMatchObject({ phase: 'ringing', refusal: 'offline' });
    expect(answer(harness, 'b')).toEqual(ok(null));
  });

  it('an answer that fails because the socket went down meanwhile waits for the socket', async () => {
    const harness = createHarness();
    harness.replies.set('answer', fail('offline'));
    harness.phone(offered('a'));
    answer(harness);
    harness.phone(registration('connecting'));
    expect(harness.view('a')?.phase).toBe('answering');
    await harness.settle();
    expect(harness.view('a')).toMatchObject({ phase: 'ringing', refusal: 'offline' });
    harness.phone(registration('registered'));
    expect(harness.view('a')).toMatchObject({ phase: 'ringing', refusal: null });
  });

  it('an unreachable call can be declined, cancelled and answered elsewhere', () => {
    for (const [news, outcome] of [
      [null, 'declined'],
      [ended('a', 'cancelled'), 'missed'],
      [ended('a', 'elsewhere'), 'answered-elsewhere'],
    ] as const) {
      const harness = createHarness();
      harness.phone(offered('a'), registration('connecting'));
      if (news === null) expect(harness.queue.command({ do: 'decline', callId: 'a' })).toEqual(ok(null));
      else harness.phone(news);
      expect(harness.rows.get('a')?.outcome).toBe(outcome);
    }
  });

  it('a call that is up stays up; hold waits for the socket, End does not', () => {
    const harness = talking();
    harness.phone(registration('connecting'));
    expect(harness.view('a')?.phase).toBe('active');
    expect(harness.queue.command({ do: 'hold', callId: 'a', on: true })).toMatchObject({ error: { code: 'offline' } });
    expect(harness.queue.command({ do: 'mute', callId: 'a', on: true })).toEqual(ok(null));
    expect(place(harness)).toMatchObject({ error: { code: 'busy' } });
    expect(harness.queue.command({ do: 'end', callId: 'a' })).toEqual(ok(null));
    harness.phone(ended('a', 'hangup', 'local'));
    expect(place(harness)).toMatchObject({ error: { code: 'offline' } });
  });

  it('a refused account leaves calls alone, but none can be placed', () => {
    const harness = createHarness();
    harness.phone(offered('a'), registration('refused'));
    expect(harness.view('a')?.refusal).toBeNull();
    expect(place(harness)).toMatchObject({ error: { code: 'offline' } });
  });

  it('a call that is up and fails says why', () => {
    const harness = talking();
    harness.phone({ ...ended('a', 'media', 'system'), status: 408, reason: 'RTP Timeout' });
    expect(harness.rows.get('a')).toMatchObject({ outcome: 'answered', reason: 'media 408: RTP Timeout' });
  });
});

describe('the phone window dies', () => {
  it.each(['active', 'held', 'ending', 'dialing', 'ringing-out'])('a call that is %s is over', (phase) => {
    const harness = createHarness();
    if (phase === 'dialing' || phase === 'ringing-out') {
      place(harness);
      if (phase === 'ringing-out') harness.phone({ type: 'call.ringing', callId: 'placed-1' });
    } else {
      harness.phone(offered('a'));
      answer(harness);
      harness.phone(accepted('a'));
      if (phase === 'held') harness.phone({ type: 'call.held', callId: 'a', by: 'local', on: true });
      if (phase === 'ending') harness.queue.command({ do: 'end', callId: 'a' });
    }
    harness.clock.increment(1_000);
    harness.queue.system({ type: 'phone.lost' });
    expect(harness.queue.views().calls).toEqual([]);
    const [row] = harness.rows.values();
    expect(row).toMatchObject({ endedAt: 1_000, outcome: phase === 'ending' ? 'answered' : 'interrupted' });
    expect(harness.events).toHaveLength(1);
  });

  it.each(['ringing', 'answering'])('a call that is %s waits for the new window', (phase) => {
    const harness = createHarness();
    harness.phone(offered('a'));
    if (phase === 'answering') answer(harness);
    harness.queue.system({ type: 'phone.lost' });
    expect(harness.view('a')).toMatchObject({ phase: 'ringing', refusal: 'offline' });
    expect(place(harness)).toMatchObject({ error: { code: 'offline' } });
    const before = harness.sent.length;
    harness.queue.system({ type: 'phone.back' });
    expect(harness.sent.slice(before)).toEqual([{ do: 'ring', tone: 'incoming' }]);
    harness.phone(registration('registered'), offered('a'));
    expect(harness.view('a')?.refusal).toBeNull();
    harness.queue.system({ type: 'phone.lost' });
    harness.queue.system({ type: 'phone.lost' });
    harness.clock.increment(30_000);
    expect(harness.rows.get('a')?.outcome).toBe('missed');
    expect(harness.faults).toEqual([]);
  });
});

describe('the gateway comes back without its memory', () => {
  it('what rang there is gone unless it is offered again; a call that is up stays', () => {
    const harness = talking();
    harness.phone(offered('b'), offered('c'));
    harness.queue.system({ type: 'gateway.restarted' });
    harness.phone(offered('c'));
    harness.clock.increment(30_000);
    expect(harness.view('a')?.phase).toBe('active');
    expect(harness.view('c')?.phase).toBe('ringing');
    expect(harness.rows.get('b')?.outcome).toBe('missed');
  });
});

describe('the computer sleeps', () => {
  it('on waking the phone checks its socket, and calls that rang too long ago are missed', () => {
    const harness = createHarness();
    harness.phone(offered('a'));
    harness.sleep(170_000);
    harness.phone(offered('b'));
    harness.sleep(20_000);
    harness.commands();
    harness.queue.system({ type: 'resume' });
    expect(harness.commands()).toEqual(['reconnect', 'decline a']);
    expect(harness.rows.get('a')).toMatchObject({ outcome: 'missed', reason: 'ring-timeout' });
    expect(harness.view('b')?.phase).toBe('ringing');
  });

  it('a clock that was set forward does not make a call ring too long', () => {
    const harness = createHarness();
    harness.phone(offered('a'));
    harness.shiftWall(3_600_000);
    harness.commands();
    harness.queue.system({ type: 'resume' });
    expect(harness.commands()).toEqual(['reconnect']);
    expect(harness.view('a')?.phase).toBe('ringing');
  });

  it('a clock that was set back hides no call that rang too long', () => {
    const harness = createHarness();
    harness.phone(offered('a'));
    harness.shiftWall(-3_600_000);
    harness.sleep(190_000);
    harness.queue.system({ type: 'resume' });
    expect(harness.rows.get('a')).toMatchObject({ outcome: 'missed', reason: 'ring-timeout' });
  });

  it('a clock that was set back does not make a call end before it began', () => {
    const harness = talking();
    harness.shiftWall(-3_600_000);
    harness.phone(ended('a'));
    expect(harness.rows.get('a')).toMatchObject({ answeredAt: 0, endedAt: 0 });
    expect(harness.events).toMatchObject([{ durationMs: 0 }]);
  });
});
