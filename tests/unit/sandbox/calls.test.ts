import { describe, expect, it } from 'vitest';
import { badSdp } from './support/fake-media.ts';
import { anna, marco, offerSdp, openDesk, scenarioOf } from './support/sandbox.ts';
import { simulatedClock } from './support/simulated-clock.ts';

const call = (fields: object = {}) => ({ at: 1000, do: 'call', contact: 'anna', ringFor: 10_000, ...fields }) as const;
const missed = (stepIndex: number, at: number) => ({
  id: `run.${stepIndex}/missed-call`,
  contactId: 'anna',
  type: 'missed-call',
  at,
  callId: `run.${stepIndex}`,
  kind: 'voice',
  durationMs: null,
  agent: null,
});

describe('a contact calls', () => {
  it('with its whole offer, and gives up after its ring time', async () => {
    const { clock, of, done, media } = await openDesk(scenarioOf([call()]));
    await clock.pass(1000);
    expect(of('incomingCall')).toEqual([
      [
        {
          callId: 'run.0',
          contactId: 'anna',
          contactName: anna.name,
          contactPhone: anna.phone,
          kind: 'voice',
          offerSdp: 'offer 1',
        },
      ],
    ]);
    await clock.pass(9999);
    expect(of('callEnded')).toEqual([]);
    expect([...done]).toEqual([]);
    await clock.pass(1);
    expect(of('callEnded')).toEqual([['run.0', 'hangup']]);
    expect([...done]).toEqual([0]);
    expect([media.stillOpen, clock.pending]).toEqual([0, 0]);
  });

  it('is answered by the first agent only, and hangs up when its time is over', async () => {
    const { clock, connector, of, done, media } = await openDesk(scenarioOf([call({ hangUpAfter: 8000 })]));
    await clock.pass(5000);
    const answers = await Promise.all([connector.answer('run.0', 'answer'), connector.answer('run.0', 'other answer')]);
    expect(answers).toEqual([
      { ok: true, value: null },
      expect.objectContaining({ error: expect.objectContaining({ code: 'gone' }) }),
    ]);
    expect([...done]).toEqual([0]);
    await clock.pass(7999);
    expect(of('callEnded')).toEqual([]);
    await clock.pass(1);
    expect(of('callEnded')).toEqual([['run.0', 'hangup']]);
    expect([media.stillOpen, clock.pending]).toEqual([0, 0]);
  });

  it('waits for the agent to hang up where nothing else is written', async () => {
    const { clock, connector, of, media } = await openDesk(scenarioOf([call()]));
    await clock.pass(2000);
    await connector.answer('run.0', 'answer');
    await clock.pass(3_600_000);
    expect(of('callEnded')).toEqual([]);
    await connector.hangUp('run.0');
    await connector.hangUp('run.0');
    expect(of('callEnded')).toEqual([]);
    expect([media.stillOpen, clock.pending]).toEqual([0, 0]);
    expect(await connector.renegotiate('run.0', offerSdp)).toMatchObject({ error: { code: 'gone' } });
  });

  it('rings on after an answer that is none, and still gives up in time', async () => {
    const { clock, connector, of } = await openDesk(scenarioOf([call()]));
    await clock.pass(2000);
    expect(await connector.answer('run.0', badSdp)).toMatchObject({ error: { code: 'invalid' } });
    expect(await connector.answer('run.0', badSdp)).toMatchObject({ error: { code: 'invalid' } });
    await clock.pass(8999);
    expect(of('callEnded')).toEqual([]);
    await clock.pass(1);
    expect(of('callEnded')).toEqual([['run.0', 'hangup']]);
    expect(await connector.answer('run.0', 'answer')).toMatchObject({ error: { code: 'gone' } });
  });

  it.each(['declined', 'no-answer', 'unavailable'] as const)(
    'and nobody takes it (%s): no more is heard of it',
    async (cause) => {
      const { clock, connector, of, done, media } = await openDesk(scenarioOf([call()]));
      await clock.pass(2000);
      await connector.reject('run.0', cause);
      await clock.pass(60_000);
      expect(of('callEnded')).toEqual([]);
      expect([...done]).toEqual([0]);
      expect([media.stillOpen, clock.pending]).toEqual([0, 0]);
    },
  );

  it.each([
    ['missed', 'meta-2026-10', 1],
    ['taken', 'meta-2026-10', 1],
    ['missed', 'respond-io-2025-08', 0],
  ] as const)('and may be called back, %s, under %s: %i', async (how, rules, times) => {
    const { clock, connector, of } = await openDesk(scenarioOf([call({ hangUpAfter: 5000 })], [anna], { rules }));
    await clock.pass(2000);
    if (how === 'taken') await connector.answer('run.0', 'answer');
    await clock.pass(20_000);
    expect(of('callEnded')).toHaveLength(1);
    const automatic = of('permission').filter(([{ initial }]) => !initial);
    expect(automatic).toHaveLength(times);
    for (const [news] of automatic)
      expect(news).toMatchObject({ id: 'run.0/permission', answer: 'granted', term: 'temporary', source: 'automatic' });
  });

  it('and is not ended by a refusal that comes after the answer', async () => {
    const { clock, connector, media } = await openDesk(scenarioOf([call()]));
    await clock.pass(2000);
    await connector.answer('run.0', 'answer');
    await connector.reject('run.0', 'no-answer');
    expect(media.stillOpen).toBe(1);
  });

  it('and the media path is lost: the call failed', async () => {
    const { clock, connector, of, media } = await openDesk(scenarioOf([call({ hangUpAfter: 8000 })]));
    await clock.pass(2000);
    await connector.answer('run.0', 'answer');
    media.loseNewest();
    expect(of('callEnded')).toEqual([['run.0', 'failed']]);
    media.loseNewest();
    await clock.pass(60_000);
    expect(of('callEnded')).toHaveLength(1);
    expect([media.stillOpen, clock.pending]).toEqual([0, 0]);
  });

  it('while it is in another call: it rings when that one ended, for the rest of its time', async () => {
    const { clock, connector, of, done } = await openDesk(scenarioOf([call(), call({ at: 3000, ringFor: 20_000 })]));
    await clock.pass(2000);
    await connector.answer('run.0', 'answer');
    await clock.pass(8000);
    expect(of('incomingCall')).toHaveLength(1);
    await connector.hangUp('run.0');
    await clock.pass(0);
    expect(of('incomingCall').map(([{ callId }]) => callId)).toEqual(['run.0', 'run.1']);
    await clock.pass(13_000);
    expect(of('callEnded')).toEqual([['run.1', 'hangup']]);
    expect([...done]).toEqual([0, 1]);
  });

  it('while it is in another call all the time: the call is missed', async () => {
    const { clock, connector, of, done, log } = await openDesk(scenarioOf([call(), call({ at: 3000 })]));
    const start = clock.now();
    await clock.pass(2000);
    await connector.answer('run.0', 'answer');
    await clock.pass(11_000);
    expect(of('contactEvent')).toEqual([[missed(1, start + 3000)]]);
    expect([...done]).toEqual([0, 1]);
    expect(log).toContainEqual(expect.stringMatching(/warn .*timeline\[1\].*in another call/));
  });

  it('at the same time as another contact', async () => {
    const { clock, of } = await openDesk(scenarioOf([call(), call({ contact: 'marco' })]));
    await clock.pass(1000);
    expect(of('incomingCall').map(([{ contactName, contactPhone }]) => [contactName, contactPhone])).toEqual([
      [anna.name, anna.phone],
      [marco.name, null],
    ]);
  });

  it('and the sandbox stops in the middle: nothing is left, and the step may ring again', async () => {
    const { clock, connector, of, done, media } = await openDesk(scenarioOf([call(), call({ at: 1500 })]));
    await clock.pass(2000);
    await connector.stop();
    await clock.pass(60_000);
    expect([of('callEnded'), of('contactEvent'), [...done]]).toEqual([[], [], []]);
    expect([media.stillOpen, clock.pending]).toEqual([0, 0]);
    expect(await connector.answer('run.0', 'answer')).toMatchObject({ error: { code: 'gone' } });
  });
});

describe('a call step after a crash', () => {
  const resumed = (millisecondsIntoRun: number, done: number[] = []) => {
    const clock = simulatedClock();
    return openDesk(scenarioOf([call()]), { clock, startedAt: clock.now() - millisecondsIntoRun, done: new Set(done) });
  };

  it('rings for the rest of its time, under a new id', async () => {
    const { clock, of } = await resumed(5000);
    await clock.pass(0);
    expect(of('incomingCall').map(([{ callId }]) => callId)).toEqual(['run.0.5000']);
    await clock.pass(5999);
    expect(of('callEnded')).toEqual([]);
    await clock.pass(1);
    expect(of('callEnded')).toEqual([['run.0.5000', 'hangup']]);
  });

  it('is missed where its time is over', async () => {
    const { clock, of, done, media } = await resumed(11_000);
    expect(of('contactEvent')).toEqual([[missed(0, clock.now() - 10_000)]]);
    expect([...done]).toEqual([0]);
    expect(media.opened).toBe(0);
  });

  it('does not ring where it was settled', async () => {
    const { clock, media } = await resumed(2000, [0]);
    await clock.pass(60_000);
    expect(media.opened).toBe(0);
  });
});

describe('the business calls', () => {
  const place = (callId = 'out', contactId = 'anna') => ({ callId, contactId, kind: 'voice', offerSdp }) as const;

  it('and the contact answers', async () => {
    const { clock, connector, of, said } = await openDesk(scenarioOf([], [{ ...anna, answers: 'after:1500' }]));
    const announced = said.length;
    expect(await connector.placeCall(place())).toEqual({ ok: true, value: null });
    expect(said).toHaveLength(announced);
    await clock.pass(0);
    expect(of('outgoingRinging')).toEqual([['out']]);
    await clock.pass(1499);
    expect(of('outgoingAnswered')).toEqual([]);
    await clock.pass(1);
    expect(of('outgoingAnswered')).toEqual([['out', `answer 1 to ${offerSdp}`]]);
    expect(await connector.renegotiate('out', 'offer 2')).toEqual({ ok: true, value: 'answer 1 to offer 2' });
    expect(await connector.renegotiate('out', badSdp)).toMatchObject({ error: { code: 'invalid' } });
    await connector.hangUp('out');
    expect(of('callEnded')).toEqual([]);
  });

  it.each([
    ['decline', 1000, 'declined'],
    ['never', 30_000, 'no-answer'],
  ])('and the contact’s habit is "%s"', async (answers, after, cause) => {
    const { clock, connector, of, media } = await openDesk(scenarioOf([], [{ ...anna, answers }]));
    await connector.placeCall(place());
    await clock.pass(after - 1);
    expect([of('outgoingRinging'), of('outgoingRefused')]).toEqual([[['out']], []]);
    await clock.pass(1);
    expect(of('outgoingRefused')).toEqual([['out', cause]]);
    expect([media.opened, clock.pending]).toEqual([0, 0]);
  });

  it.each([0, 700, 1500])('and the agent gives up after %i ms: nothing more is heard', async (after) => {
    const { clock, connector, of, media } = await openDesk(scenarioOf([], [{ ...anna, answers: 'after:1500' }]));
    await connector.placeCall(place());
    if (after > 0) await clock.pass(after);
    await connector.hangUp('out');
    await clock.pass(60_000);
    expect(of('outgoingRefused')).toEqual([]);
    expect(of('outgoingAnswered')).toHaveLength(after === 1500 ? 1 : 0);
    expect([media.stillOpen, clock.pending]).toEqual([0, 0]);
  });

  it.each([
    ['nobody', place('out', 'nobody'), 'not-found'],
    ['without an offer', { ...place(), offerSdp: 'hello' }, 'invalid'],
  ])('%s: refused at once', async (_, placed, code) => {
    const { clock, connector, said } = await openDesk(scenarioOf([]));
    const before = said.length;
    expect(await connector.placeCall(placed)).toMatchObject({ ok: false, error: { code } });
    await clock.pass(60_000);
    expect(said).toHaveLength(before);
  });

  it('somebody who is in a call, or twice under one id: refused', async () => {
    const { clock, connector } = await openDesk(scenarioOf([call()]));
    await clock.pass(2000);
    expect(await connector.placeCall(place())).toMatchObject({ error: { code: 'busy' } });
    expect(await connector.placeCall(place('run.0', 'marco'))).toMatchObject({ error: { code: 'invalid' } });
  });

  it('before the start or after the end of the sandbox: refused', async () => {
    const { connector } = await openDesk(scenarioOf([]));
    await connector.stop();
    expect(await connector.placeCall(place())).toMatchObject({ error: { code: 'offline' } });
  });
});

describe('a scenario without pictures', () => {
  it('says so to the workspace, and takes no video call', async () => {
    const timeline = [{ at: 0, do: 'balance', value: '20.00' }] as const;
    for (const video of [false, true]) {
      const { connector, of, clock } = await openDesk(scenarioOf([...timeline], [anna], { video }));
      await clock.pass(10);
      expect(of('workspace').every(([workspace]) => workspace.video === video)).toBe(true);
      expect(of('workspace').length).toBeGreaterThan(0);
      const placed = await connector.placeCall({ callId: 'c1', contactId: 'anna', kind: 'video', offerSdp });
      expect(placed).toMatchObject(video ? { ok: true } : { ok: false, error: { code: 'unsupported' } });
    }
  });
});
