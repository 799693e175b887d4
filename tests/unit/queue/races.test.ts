/** Things that happen at the same instant, twice, late, or in the wrong order. Each row of a table is one interleaving. */
import { describe, expect, it } from 'vitest';
import type { GatewayEvent } from '#shared/contracts/agent.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { accepted, createHarness, ended, flowing, type Harness, offered, registration } from './harness.ts';

const answer = ({ queue }: Harness, callId = 'a') => queue.command({ do: 'answer', callId });

const settled = (
  callId: string,
  outcome: 'answered' | 'missed' | 'declined' | 'failed',
  agentName: string | null = null,
): GatewayEvent => ({ type: 'call.settled', callId, contactId: `contact-of-${callId}`, outcome, agentName });

const codeOf = (result: ReturnType<Harness['queue']['command']>) => (result.ok ? 'ok' : result.error.code);

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

describe('answered by somebody else', () => {
  it.each([
    ['SIP alone', [() => ended('a', 'elsewhere')], null],
    ['the gateway alone', [() => settled('a', 'answered', 'Bob')], 'Bob'],
    ['SIP, then the gateway', [() => ended('a', 'elsewhere'), () => settled('a', 'answered', 'Bob')], 'Bob'],
    ['the gateway, then SIP', [() => settled('a', 'answered', 'Bob'), () => ended('a', 'elsewhere')], 'Bob'],
    [
      'both twice',
      [
        () => ended('a', 'elsewhere'),
        () => ended('a', 'elsewhere'),
        () => settled('a', 'answered', 'Bob'),
        () => settled('a', 'answered', 'Bob'),
      ],
      'Bob',
    ],
  ] as const)('%s says so', (_, news, reason) => {
    const harness = createHarness();
    harness.phone(offered('a'));
    for (const make of news) {
      const item = make();
      if (item.type === 'call.ended') harness.phone(item);
      else harness.queue.fromGateway(item);
    }
    expect(harness.view('a')).toBeUndefined();
    expect(harness.rows.get('a')).toMatchObject({ outcome: 'answered-elsewhere', reason });
    expect(harness.events).toEqual([]);
    expect(harness.notices).toEqual([]);
    expect(harness.faults).toEqual([]);
  });

  it('is a fact of the contact where no gateway states it', () => {
    const harness = createHarness({ settings: { mode: 'pbx' } });
    harness.phone(offered('a'), ended('a', 'elsewhere'));
    expect(harness.events).toMatchObject([{ id: 'a/answered-elsewhere', agent: null }]);
  });

  it('before the offer comes: it never rings', () => {
    const harness = createHarness();
    harness.queue.fromGateway(settled('a', 'answered', 'Bob'));
    harness.phone(offered('a'));
    expect(harness.queue.views().calls).toEqual([]);
    expect(harness.commands()).toEqual(['decline a']);
    expect(codeOf(answer(harness))).toBe('gone');
  });

  it('quicker than our answer: the agent is told by whom', () => {
    const harness = createHarness();
    harness.phone(offered('a'));
    answer(harness);
    harness.queue.fromGateway(settled('a', 'answered', 'Bob'));
    expect(harness.view('a')?.phase).toBe('answering');
    harness.phone(ended('a', 'elsewhere'));
    expect(harness.rows.get('a')?.outcome).toBe('answered-elsewhere');
    expect(harness.notices).toMatchObject([{ code: 'call-answered-elsewhere', level: 'info' }]);
  });

  it('quicker than our answer, and the CANCEL is lost: the answer limit finds out', () => {
    const harness = createHarness();
    harness.phone(offered('a'));
    answer(harness);
    harness.queue.fromGateway(settled('a', 'answered', 'Bob'));
    harness.clock.increment(15_000);
    harness.clock.increment(5_000);
    expect(harness.rows.get('a')).toMatchObject({ outcome: 'answered-elsewhere', reason: 'Bob' });
  });

  it('who answered was us: nothing changes', () => {
    const harness = createHarness();
    harness.phone(offered('a'));
    answer(harness);
    harness.queue.fromGateway(settled('a', 'answered', 'Anna'));
    harness.phone(accepted('a'), flowing('a'));
    harness.queue.fromGateway(settled('a', 'answered', 'Anna'));
    expect(harness.view('a')?.phase).toBe('active');
    harness.phone(ended('a'));
    harness.queue.fromGateway(settled('a', 'answered', 'Anna'));
    expect(harness.rows.get('a')).toMatchObject({ outcome: 'answered', reason: null });
  });
});

describe('accepted, and taken back before anything was heard', () => {
  const acceptedCall = (options: Parameters<typeof createHarness>[0] = {}): Harness => {
    const harness = createHarness(options);
    harness.phone(offered('a'));
    answer(harness);
    harness.phone(accepted('a'));
    return harness;
  };

  it.each([
    ['a colleague was quicker', [() => ended('a', 'elsewhere')], 'answered-elsewhere', null],
    [
      'and the gateway names them first',
      [() => settled('a', 'answered', 'Bob'), () => ended('a', 'elsewhere')],
      'answered-elsewhere',
      'Bob',
    ],
    [
      'and names them afterwards',
      [() => ended('a', 'elsewhere'), () => settled('a', 'answered', 'Bob')],
      'answered-elsewhere',
      'Bob',
    ],
    ['the contact had given up', [() => ended('a', 'hangup')], 'missed', 'hangup'],
    ['and the gateway says so first', [() => settled('a', 'missed'), () => ended('a', 'hangup')], 'missed', null],
    ['the provider refused', [() => settled('a', 'failed'), () => ended('a', 'hangup')], 'failed', null],
    ['there was no media path', [() => ended('a', 'media', 'system')], 'failed', 'media'],
  ] as const)('%s', (_, news, outcome, reason) => {
    const harness = acceptedCall({ settings: { wrapUpMs: 10_000 } });
    expect(harness.rows.get('a')?.answeredAt).toBe(0);
    for (const make of news) {
      const item = make();
      if (item.type === 'call.ended') harness.phone(item);
      else harness.queue.fromGateway(item);
    }
    expect(harness.rows.get('a')).toMatchObject({ outcome, reason, answeredAt: null });
    expect(harness.events).toEqual([]);
    expect(harness.queue.views()).toMatchObject({ calls: [], wrapUpUntil: null });
    expect(harness.faults).toEqual([]);
  });

  it('with a PBX it is a missed call to follow up', () => {
    const harness = acceptedCall({ settings: { mode: 'pbx' } });
    harness.phone(ended('a', 'hangup'));
    expect(harness.events).toMatchObject([{ id: 'a/missed-call', durationMs: null, agent: null }]);
  });

  it('once somebody was heard the call was answered, whatever the gateway says', () => {
    const harness = acceptedCall();
    harness.phone(flowing('a'));
    harness.queue.fromGateway(settled('a', 'missed'));
    harness.phone(ended('a', 'hangup'));
    expect(harness.rows.get('a')).toMatchObject({ outcome: 'answered', reason: null, answeredAt: 0 });
  });
});

describe('the gateway settles a ringing call', () => {
  it.each(['missed', 'declined', 'failed'] as const)('as %s, without any word by SIP', (outcome) => {
    const harness = createHarness();
    harness.phone(offered('a'));
    harness.queue.fromGateway(settled('a', outcome));
    expect(harness.view('a')).toBeUndefined();
    expect(harness.rows.get('a')?.outcome).toBe(outcome);
    expect(harness.commands()).toEqual(['decline a']);
  });

  it('as missed while we are answering: the line is free again', () => {
    const harness = createHarness();
    harness.phone(offered('a'), offered('b'));
    answer(harness);
    harness.queue.fromGateway(settled('a', 'missed'));
    expect(harness.rows.get('a')?.outcome).toBe('missed');
    expect(harness.commands()).toEqual(['answer a', 'hangup a']);
    expect(codeOf(answer(harness, 'b'))).toBe('ok');
  });

  it('late, when the call is up: nothing changes', () => {
    const harness = createHarness();
    harness.phone(offered('a'));
    answer(harness);
    harness.phone(accepted('a'));
    harness.queue.fromGateway(settled('a', 'missed'));
    expect(harness.view('a')?.phase).toBe('active');
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
    expect(harness.events).toMatchObject([{ type: 'declined-call' }]);
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

describe('an answer that fails on this desktop', () => {
  it.each(['microphone', 'media', 'internal'] as const)(
    'by %s: rings again, and can be answered again',
    async (code) => {
      const harness = createHarness();
      harness.replies.set('answer', fail(code));
      harness.phone(offered('a'), offered('b'));
      answer(harness);
      await harness.settle();
      expect(harness.view('a')).toMatchObject({ phase: 'ringing', refusal: null });
      expect(harness.view('b')).toMatchObject({ phase: 'ringing', refusal: null });
      expect(harness.tone()).toBe('incoming');
      expect(harness.notices).toMatchObject([{ code: code === 'microphone' ? 'microphone-failed' : 'call-failed' }]);
      harness.replies.clear();
      expect(codeOf(answer(harness))).toBe('ok');
      harness.phone(accepted('a'));
      expect(harness.view('a')?.phase).toBe('active');
    },
  );

  it('then comes through nevertheless: hung up, not two calls', async () => {
    const harness = createHarness();
    harness.replies.set('answer', fail('microphone'));
    harness.phone(offered('a'), offered('b'));
    answer(harness);
    await harness.settle();
    harness.replies.clear();
    answer(harness, 'b');
    harness.commands();
    harness.phone(accepted('a'), accepted('b'));
    expect(harness.commands()).toEqual(['hangup a']);
    expect(harness.queue.views().calls.map(({ id, phase }) => [id, phase])).toEqual([['b', 'active']]);
    expect(harness.rows.get('a')).toMatchObject({ outcome: 'failed', reason: 'late answer' });
  });

  it('a failure of an earlier try does not undo a later one', async () => {
    const harness = createHarness();
    let failFirst = (_: Result<null>): void => {};
    const first = new Promise<Result<null>>((resolve) => {
      failFirst = resolve;
    });
    harness.replies.set('answer', first);
    harness.phone(offered('a'));
    answer(harness);
    harness.queue.system({ type: 'phone.lost' });
    harness.queue.system({ type: 'phone.back' });
    harness.replies.clear();
    harness.phone(registration('registered'), offered('a'));
    expect(codeOf(answer(harness))).toBe('ok');
    failFirst(fail('microphone'));
    await harness.settle();
    expect(harness.view('a')?.phase).toBe('answering');
  });

  it('never comes through: ended by the limit, and told', () => {
    const harness = createHarness();
    harness.phone(offered('a'));
    answer(harness);
    harness.clock.increment(15_000);
    expect(harness.view('a')?.phase).toBe('ending');
    expect(harness.commands()).toEqual(['answer a', 'hangup a']);
    harness.clock.increment(5_000);
    expect(harness.rows.get('a')).toMatchObject({ outcome: 'failed', reason: 'answer-timeout' });
    expect(harness.notices).toMatchObject([{ code: 'call-failed' }]);
  });

  it('a time-out of the command says nothing: the answer may be on its way', async () => {
    const harness = createHarness();
    harness.replies.set('answer', fail('timeout'));
    harness.phone(offered('a'));
    answer(harness);
    await harness.settle();
    expect(harness.view('a')?.phase).toBe('answering');
    harness.phone(accepted('a'));
    expect(harness.view('a')?.phase).toBe('active');
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
