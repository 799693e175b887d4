/** Things that happen at the same instant, twice, late, or in the wrong order. Each row of a table is one interleaving. */
import { describe, expect, it } from 'vitest';
import { fail, ok } from '#shared/result.ts';
import { accepted, answer, codeOf, createHarness, ended, flowing, offered } from './harness.ts';

describe('answer and the caller giving up at the same instant', () => {
  it('answer first: the call is missed, the late failure of the answer changes nothing', async () => {
    const harness = createHarness();
    harness.replies.set('answer', fail('gone'));
    harness.phone(offered('a'));
    expect(answer(harness)).toEqual(ok(null));
    harness.phone(ended('a', 'cancelled'));
    await harness.settle();
    expect(harness.view('a')).toBeUndefined();
    expect(harness.rows.get('a')?.outcome).toBe('missed');
    expect(harness.faults).toEqual([]);
    harness.phone(offered('b'));
    expect(answer(harness, 'b')).toEqual(ok(null));
  });

  it('cancel first: the answer is refused as gone', () => {
    const harness = createHarness();
    harness.phone(offered('a'), ended('a', 'cancelled'));
    expect(codeOf(answer(harness))).toBe('gone');
  });

  it('answer, cancel, and then the answer came through: that call is hung up', () => {
    const harness = createHarness();
    harness.phone(offered('a'));
    answer(harness);
    harness.phone(ended('a', 'cancelled'));
    harness.commands();
    harness.phone(accepted('a'));
    expect(harness.commands()).toEqual(['hangup a']);
    expect(harness.queue.views().calls).toEqual([]);
    expect(harness.rows.get('a')?.outcome).toBe('missed');
  });

  it('the answer finds no call, and the reason for it comes after', async () => {
    const harness = createHarness();
    harness.replies.set('answer', fail('gone'));
    harness.phone(offered('a'));
    answer(harness);
    await harness.settle();
    expect(harness.view('a')).toMatchObject({ phase: 'ringing', refusal: 'offline' });
    harness.phone(ended('a', 'elsewhere'));
    expect(harness.rows.get('a')?.outcome).toBe('answered-elsewhere');
  });
});

describe('two accepts at the same instant', () => {
  it('of one call: the second is busy', () => {
    const harness = createHarness();
    harness.phone(offered('a'));
    expect([codeOf(answer(harness)), codeOf(answer(harness))]).toEqual(['ok', 'busy']);
    expect(harness.commands()).toEqual(['answer a']);
  });

  it('of two calls: the first wins, and the second can be answered once the first is over', () => {
    const harness = createHarness();
    harness.phone(offered('a'), offered('b'));
    expect([codeOf(answer(harness, 'b')), codeOf(answer(harness, 'a'))]).toEqual(['ok', 'busy']);
    expect(harness.view('a')).toMatchObject({ phase: 'ringing', refusal: 'busy' });
    harness.phone(accepted('b'), ended('b'));
    expect(harness.view('a')).toMatchObject({ phase: 'ringing', refusal: null });
    expect(codeOf(answer(harness, 'a'))).toBe('ok');
  });

  it.each(['answering', 'dialing', 'ringing-out', 'active', 'held', 'ending'])('while a call is %s', (phase) => {
    const harness = createHarness();
    harness.phone(offered('waiting'));
    if (phase === 'dialing' || phase === 'ringing-out') {
      harness.queue.place({ contact: { id: 'x', name: 'X', phone: null }, uri: 'x', kind: 'voice' });
      if (phase === 'ringing-out') harness.phone({ type: 'call.ringing', callId: 'placed-1' });
    } else {
      harness.phone(offered('a'));
      answer(harness);
      if (phase !== 'answering') harness.phone(accepted('a'));
      if (phase === 'held') harness.phone({ type: 'call.held', callId: 'a', by: 'local', on: true });
      if (phase === 'ending') harness.queue.command({ do: 'end', callId: 'a' });
    }
    expect(harness.queue.views().calls.map((call) => call.phase)).toContain(phase);
    expect(codeOf(answer(harness, 'waiting'))).toBe('busy');
    expect(
      harness.queue.place({ contact: { id: 'y', name: 'Y', phone: null }, uri: 'y', kind: 'voice' }),
    ).toMatchObject({
      ok: false,
      error: { code: 'busy' },
    });
    expect(harness.view('waiting')).toMatchObject({ phase: 'ringing', refusal: 'busy' });
  });
});

describe('End and the far end at the same instant', () => {
  it('End while answering, and a colleague was quicker', () => {
    const harness = createHarness();
    harness.phone(offered('a'));
    answer(harness);
    harness.queue.command({ do: 'end', callId: 'a' });
    harness.phone(ended('a', 'elsewhere'));
    expect(harness.rows.get('a')?.outcome).toBe('answered-elsewhere');
  });

  it('End while answering: declined', () => {
    const harness = createHarness();
    harness.phone(offered('a'));
    answer(harness);
    harness.queue.command({ do: 'end', callId: 'a' });
    harness.phone(ended('a', 'hangup', 'local'));
    expect(harness.rows.get('a')?.outcome).toBe('declined');
    expect(harness.events).toEqual([]);
  });

  it('End while dialing, and the contact answers: hung up again', () => {
    const harness = createHarness();
    harness.queue.place({ contact: { id: 'x', name: 'X', phone: null }, uri: 'x', kind: 'voice' });
    harness.queue.command({ do: 'end', callId: 'placed-1' });
    harness.commands();
    harness.phone(accepted('placed-1'));
    expect(harness.view('placed-1')?.phase).toBe('ending');
    expect(harness.commands()).toEqual(['hangup placed-1']);
    harness.phone(ended('placed-1', 'hangup', 'local'));
    expect(harness.rows.get('placed-1')?.outcome).toBe('cancelled');
  });

  it('End pressed twice is one end', () => {
    const harness = createHarness();
    harness.phone(offered('a'));
    answer(harness);
    harness.phone(accepted('a'));
    expect(codeOf(harness.queue.command({ do: 'end', callId: 'a' }))).toBe('ok');
    expect(codeOf(harness.queue.command({ do: 'end', callId: 'a' }))).toBe('ok');
    expect(harness.commands()).toEqual(['answer a', 'hangup a']);
  });

  it.each([
    ['knows no such call', fail('not-found')],
    ['says nothing until the limit', null],
  ])('the phone window %s', async (_, reply) => {
    const harness = createHarness();
    if (reply !== null) harness.replies.set('hangup', reply);
    harness.phone(offered('a'));
    answer(harness);
    harness.phone(accepted('a'));
    harness.queue.command({ do: 'end', callId: 'a' });
    await harness.settle();
    if (reply === null) harness.clock.increment(5_000);
    expect(harness.view('a')).toBeUndefined();
    expect(harness.rows.get('a')).toMatchObject({ outcome: 'answered', reason: null });
  });
});

describe('what comes twice, late, or about nothing', () => {
  it('an offer of a call that rings, is up, or is over', () => {
    const harness = createHarness();
    harness.phone(offered('a'), offered('a'));
    expect(harness.queue.views().calls).toHaveLength(1);
    answer(harness);
    harness.phone(offered('a'), accepted('a'), offered('a'));
    expect(harness.view('a')?.phase).toBe('active');
    harness.phone(flowing('a'), ended('a'));
    harness.commands();
    harness.phone(offered('a'));
    expect(harness.queue.views().calls).toEqual([]);
    expect(harness.commands()).toEqual(['decline a']);
    expect(harness.faults).toEqual([]);
  });

  it('every message about a call that never was', () => {
    const harness = createHarness();
    harness.phone(
      { type: 'call.ringing', callId: 'x' },
      { type: 'call.media', callId: 'x', state: 'flowing' },
      { type: 'call.held', callId: 'x', by: 'local', on: true },
      { type: 'call.muted', callId: 'x', on: true },
      { type: 'call.quality', callId: 'x', mos: 1, lossRatio: 1, jitterMs: 1, roundTripMs: null },
      ended('x'),
      { type: 'record.started', recordingId: 'x', mimeType: 'audio/webm' },
      { type: 'record.stopped', recordingId: 'x', chunks: 1 },
      { type: 'record.failed', recordingId: 'x', error: { code: 'media' } },
    );
    expect(harness.queue.views().calls).toEqual([]);
    expect(harness.commands()).toEqual([]);
    harness.phone(accepted('x'));
    expect(harness.commands()).toEqual(['hangup x']);
    expect([harness.rows.size, harness.events.length, harness.faults.length]).toEqual([0, 0, 0]);
  });

  it('a failure of placing that comes after the call rang elsewhere', async () => {
    const harness = createHarness();
    harness.replies.set('place', fail('microphone'));
    harness.queue.place({ contact: { id: 'x', name: 'X', phone: null }, uri: 'x', kind: 'voice' });
    await harness.settle();
    expect(harness.view('placed-1')).toBeUndefined();
    expect(harness.rows.get('placed-1')).toMatchObject({ outcome: 'failed', reason: 'microphone' });
    expect(harness.notices).toMatchObject([{ code: 'microphone-failed' }]);
  });

  it('ids that mean something to JavaScript are only ids', () => {
    const harness = createHarness();
    for (const callId of ['constructor', 'toString', 'hasOwnProperty', 'valueOf']) {
      expect(codeOf(answer(harness, callId))).toBe('not-found');
      harness.phone(offered(callId));
      expect(codeOf(answer(harness, callId))).toBe('ok');
      harness.phone(accepted(callId), ended(callId));
      expect(codeOf(answer(harness, callId))).toBe('gone');
    }
    expect(harness.faults).toEqual([]);
  });
});
