/** The end of the application, and ports that misbehave. */
import { describe, expect, it } from 'vitest';
import { fail, ok } from '#shared/result.ts';
import { accepted, answer, createHarness, ended, offered, place, talking } from './harness.ts';

describe('the application closes', () => {
  it('closes every row, ends what is up, leaves ringing calls to others, and refuses from then on', () => {
    const harness = talking();
    harness.phone(offered('b'), offered('c'));
    harness.queue.command({ do: 'decline', callId: 'c' });
    harness.commands();
    harness.queue.stop();
    expect(harness.commands()).toEqual(['hangup a']);
    expect(harness.tone()).toBe('none');
    expect(Array.from(harness.rows.values(), ({ outcome, reason }) => [outcome, reason])).toEqual([
      ['answered', 'shutdown'],
      ['missed', 'shutdown'],
      ['declined', null],
    ]);
    expect(harness.queue.views()).toMatchObject({ calls: [], ringing: false });
    for (const command of [
      { do: 'answer', callId: 'b', camera: false },
      { do: 'end', callId: 'a' },
      { do: 'presence', presence: 'away' },
      { do: 'finishWrapUp' },
    ] as const)
      expect(harness.queue.command(command)).toMatchObject({ ok: false, error: { code: 'offline' } });
    expect(place(harness)).toMatchObject({ ok: false, error: { code: 'offline' } });
    harness.phone(offered('d'), ended('a'));
    harness.queue.stop();
    expect(harness.queue.views().calls).toEqual([]);
    expect(harness.faults).toEqual([]);
  });

  it.each(['answering', 'dialing', 'ending'])('ends a call that is %s', (phase) => {
    const harness = createHarness();
    if (phase === 'dialing') place(harness);
    else {
      harness.phone(offered('a'));
      answer(harness);
      if (phase === 'ending') harness.phone(accepted('a'));
      if (phase === 'ending') harness.queue.command({ do: 'end', callId: 'a' });
    }
    harness.queue.stop();
    expect(harness.commands().at(-1)).toBe(phase === 'dialing' ? 'hangup placed-1' : 'hangup a');
    const [row] = harness.rows.values();
    expect(row?.outcome).toBe({ answering: 'missed', dialing: 'cancelled', ending: 'answered' }[phase]);
  });
});

describe('ports that misbehave', () => {
  it('an output and an identification that throw hurt no call', () => {
    let isBroken = true;
    const harness = createHarness({
      onOutput: () => {
        if (isBroken) throw new Error('no');
      },
    });
    harness.phone(offered('a'));
    isBroken = false;
    harness.phone(offered('broken', { name: 'throws' }));
    expect(harness.logged).toEqual(['the output of the queue threw', 'an event could not be handled']);
    expect(harness.queue.views().calls.map(({ id }) => id)).toEqual(['a']);
    expect(answer(harness)).toEqual(ok(null));
  });

  it('a phone port that rejects is a failure like others', async () => {
    const harness = createHarness();
    harness.replies.set('answer', Promise.reject(new Error('broken pipe')));
    harness.phone(offered('a'));
    answer(harness);
    await harness.settle();
    expect(harness.view('a')?.phase).toBe('ringing');
    expect(harness.logged).toContain('phone command answer threw');
  });

  it('what cannot be done later is logged, and the call goes on', async () => {
    const harness = talking();
    harness.replies.set('mute', fail('internal')).set('dtmf', fail('gone'));
    harness.queue.command({ do: 'mute', callId: 'a', on: true });
    harness.queue.command({ do: 'dtmf', callId: 'a', tones: '1' });
    await harness.settle();
    expect(harness.view('a')).toMatchObject({ phase: 'active', muted: false });
    expect(harness.logged).toEqual(['the phone window refused']);
  });
});
