/** A call that a colleague took, or that the gateway knows more about than this desktop. */
import { describe, expect, it } from 'vitest';
import { accepted, answer, codeOf, createHarness, ended, flowing, type Harness, offered, settled } from './harness.ts';

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
