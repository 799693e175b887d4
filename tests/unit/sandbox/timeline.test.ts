import { describe, expect, it } from 'vitest';
import { inOrder } from '../../../src/gateway/connectors/sandbox/runner.ts';
import { anna, openDesk, recordingEvents, scenarioOf } from './support/sandbox.ts';
import { simulatedClock } from './support/simulated-clock.ts';

const message = (at: number, text: string) => ({ at, do: 'message', contact: 'anna', text }) as const;

describe('the order of a timeline', () => {
  it('is that of time, and of the file where times are the same', () => {
    const steps = [message(9, 'd'), message(1, 'a'), message(5, 'b'), message(5, 'c')];
    expect(inOrder(steps).map(({ index }) => index)).toEqual([1, 2, 3, 0]);
  });
});

describe('a shift', () => {
  it('begins with the workspace and every contact', async () => {
    const { said, clock } = await openDesk(scenarioOf([], [anna, { id: 'kim', name: 'Kim' }]));
    const granted = (contactId: string) => ({
      id: 'run/permission',
      contactId,
      at: clock.now(),
      initial: true,
      answer: 'granted',
      term: 'permanent',
      until: null,
      source: 'contact',
    });
    expect(said).toEqual([
      [
        'workspace',
        {
          name: 'Officina',
          number: '+390612345678',
          balance: '25.00',
          currency: 'USD',
          recording: true,
          video: true,
          notes: true,
          rules: 'respond-io-2025-08',
        },
      ],
      ['channel', { settings: {} }],
      ['contact', { contact: anna, serviceWindowUntil: null }],
      ['permission', granted('anna')],
      ['contact', { contact: { id: 'kim', name: 'Kim', phone: null }, serviceWindowUntil: null }],
      ['permission', granted('kim')],
    ]);
  });

  it('announces 10,000 contacts before anything else happens', async () => {
    const contacts = Array.from({ length: 10_000 }, (_, index) => ({ id: `c${index}`, name: `Contact ${index}` }));
    const scenario = scenarioOf([], contacts);
    const { of } = await openDesk(scenario);
    expect(of('contact')).toHaveLength(10_000);
  });

  it('brings each message at its time', async () => {
    const { clock, of, done } = await openDesk(scenarioOf([message(2000, 'second'), message(500, 'first')]));
    const start = clock.now();
    await clock.pass(499);
    expect(of('message')).toEqual([]);
    await clock.pass(1);
    expect(of('message')).toEqual([
      [{ id: 'run/1', contactId: 'anna', direction: 'in', text: 'first', at: start + 500, status: 'delivered' }],
    ]);
    await clock.pass(1500);
    expect(of('message').map(([{ id }]) => id)).toEqual(['run/1', 'run/0']);
    expect([...done]).toEqual([1, 0]);
    expect(clock.pending).toBe(0);
  });

  it('changes the balance, gives and takes permissions', async () => {
    const { clock, of } = await openDesk(
      scenarioOf([
        { at: 100, do: 'balance', value: '9.98' },
        { at: 200, do: 'revoke', contact: 'anna' },
        { at: 300, do: 'balance', value: null },
        { at: 400, do: 'grant', contact: 'anna', term: 'temporary' },
        { at: 500, do: 'decline', contact: 'marco' },
      ]),
    );
    const start = clock.now();
    await clock.pass(1000);
    expect(of('workspace').map(([{ balance }]) => balance)).toEqual(['25.00', '9.98', null]);
    const begun = of('permission').filter(([{ initial }]) => !initial);
    const about = (at: number, contactId: string) => ({ contactId, at: start + at, initial: false });
    expect(begun).toEqual([
      [{ id: 'run/1', ...about(200, 'anna'), answer: 'revoked', source: 'contact' }],
      [
        {
          id: 'run/3',
          ...about(400, 'anna'),
          answer: 'granted',
          term: 'temporary',
          until: null,
          source: 'contact',
        },
      ],
      [{ id: 'run/4', ...about(500, 'marco'), answer: 'declined' }],
    ]);
  });

  it('sets its clock ahead, and everything after it happens that much later', async () => {
    const hour = 3_600_000;
    const jump = { at: 1000, do: 'clock', by: hour } as const;
    const scenario = scenarioOf([message(500, 'before'), jump, message(2000, 'after'), { ...jump, at: 3000 }]);
    const first = await openDesk(scenario, { earlier: { aheadMs: hour } });
    const start = first.clock.now();
    await first.clock.pass(2500);
    expect(first.of('channel').slice(1)).toEqual([[{ clockAheadMs: 2 * hour }]]);
    expect(first.of('message').map(([{ at }]) => at - start)).toEqual([hour + 500, 2 * hour + 2000]);

    await first.connector.stop();
    const again = await openDesk(scenario, {
      clock: first.clock,
      startedAt: start,
      done: first.done,
      earlier: { balance: () => '7.00', aheadMs: hour },
    });
    await again.clock.pass(1000);
    expect(again.of('channel')).toEqual([[{ clockAheadMs: 3 * hour }]]);
    expect(again.of('workspace').map(([{ balance }]) => balance)).toEqual(['7.00']);
  });

  it('tells what stands in its workspace about the channel and its prices when it begins, and not again', async () => {
    const rates = [{ place: 'IT', perMinute: '0.06', currency: 'USD' }];
    const ringing = { mode: 'assignee-first', assigneeMs: 5_000 } as const;
    const scenario = scenarioOf([], [anna], { rates, ringing, messagingLimit: 900 });
    const begun = await openDesk(scenario);
    expect(begun.of('channel')).toEqual([[{ settings: { ringing }, messagingLimit: 900 }]]);
    expect(begun.of('rates')).toEqual([[[{ ...rates[0], fromMinutes: 0 }]]]);
    const again = await openDesk(scenario, { earlier: { balance: () => null } });
    expect([again.of('channel'), again.of('rates')]).toEqual([[], []]);
    expect(again.of('workspace').map(([{ balance }]) => balance)).toEqual([null]);
  });

  it('that was under way goes on: no step twice, overdue ones at once and in order, with the times they should have had', async () => {
    const clock = simulatedClock();
    const startedAt = clock.now() - 10_000;
    const timeline = [
      message(9000, 'late'),
      message(1000, 'done'),
      message(2000, 'overdue'),
      message(20_000, 'to come'),
    ];
    const { of, done } = await openDesk(scenarioOf(timeline), { clock, startedAt, done: new Set([1]) });
    expect(of('message').map(([{ text, at }]) => [text, at - startedAt])).toEqual([
      ['overdue', 2000],
      ['late', 9000],
    ]);
    await clock.pass(10_000);
    expect(of('message').map(([{ text }]) => text)).toEqual(['overdue', 'late', 'to come']);
    expect(done).toEqual(new Set([0, 1, 2, 3]));
  });

  it('that is taken up again announces what the steps that are done left behind', async () => {
    const clock = simulatedClock();
    const startedAt = clock.now() - 60_000;
    const timeline = [
      message(1000, 'hello'),
      { at: 2000, do: 'balance', value: '9.98' },
      { at: 3000, do: 'revoke', contact: 'anna' },
      { at: 4000, do: 'balance', value: '3.00' },
    ] as const;
    const { of } = await openDesk(scenarioOf([...timeline]), {
      clock,
      startedAt,
      done: new Set([0, 1, 2, 3]),
    });
    expect(of('workspace').map(([{ balance }]) => balance)).toEqual(['3.00']);
  });

  it('tries a step again that could not be kept, before the ones behind it', async () => {
    const desk = await openDesk(scenarioOf([]));
    const clock = desk.clock;
    const done = new Set<number>();
    const texts: string[] = [];
    let full = true;
    const { assembleSandbox } = await import('../../../src/gateway/connectors/sandbox/sandbox.ts');
    const log: string[] = [];
    const connector = assembleSandbox(
      {
        scenario: scenarioOf([message(100, 'first'), message(200, 'second')]),
        scenarioDirectory: '.',
        runId: 'run',
        startedAt: clock.now(),
        done: (index) => done.has(index),
        markDone: (index) => done.add(index),
        earlier: { balance: undefined, aheadMs: 0 },
        waiting: () => [],
        notesUnderWay: () => [],
        unansweredCall: () => null,
        clock,
        log: { info: () => undefined, warn: () => undefined, error: (text) => log.push(text) },
      },
      desk.media,
    );
    await connector.start({
      ...recordingEvents([]),
      message: ({ text }) => {
        if (full) throw new Error('the disk is full');
        texts.push(text);
      },
    });
    await clock.pass(1000);
    expect([...done]).toEqual([]);
    expect(log).toEqual([expect.stringMatching(/timeline\[0\].*the disk is full/)]);
    full = false;
    await clock.pass(5000);
    expect(texts).toEqual(['first', 'second']);
    expect([...done]).toEqual([0, 1]);
  });

  it('notices that the clock was set or the machine slept', async () => {
    const clock = simulatedClock();
    let ahead = 0;
    const jumping = { ...clock, now: () => clock.now() + ahead };
    const { of } = await openDesk(scenarioOf([message(3_600_000, 'in an hour')]), { clock: jumping });
    await clock.pass(1000);
    ahead = 3_600_000;
    await clock.pass(31_000);
    expect(of('message')).toHaveLength(1);
  });

  it('brings thousands of overdue steps about in order, and lets other work have its turn', async () => {
    const clock = simulatedClock();
    const texts = Array.from({ length: 1000 }, (_, index) => String(index));
    const scenario = scenarioOf(texts.map((text) => message(0, text)));
    const { of } = await openDesk(scenario, { clock, startedAt: clock.now() - 1000 });
    expect(of('message').length).toBeLessThan(1000);
    await clock.pass(0);
    expect(of('message').map(([{ text }]) => text)).toEqual(texts);
  });

  it('stops where it is', async () => {
    const { clock, connector, of } = await openDesk(scenarioOf([message(100, 'a'), message(200, 'b')]));
    await clock.pass(150);
    await connector.stop();
    await clock.pass(1000);
    expect(of('message')).toHaveLength(1);
    expect(clock.pending).toBe(0);
  });
});

describe('a message of the business', () => {
  const outgoing = {
    id: 'm1',
    contactId: 'anna',
    direction: 'out',
    text: 'Domani alle 9',
    at: 0,
    status: 'sending',
  } as const;

  it('is sent, delivered and read', async () => {
    const { clock, connector, of } = await openDesk(scenarioOf([]));
    expect(await connector.sendMessage(outgoing)).toEqual({ ok: true, value: null });
    expect(of('messageStatus')).toEqual([]);
    await clock.pass(5000);
    expect(of('messageStatus')).toEqual([
      ['m1', 'anna', 'sent'],
      ['m1', 'anna', 'delivered'],
      ['m1', 'anna', 'read'],
    ]);
    expect(clock.pending).toBe(0);
  });

  it('to nobody is refused', async () => {
    const { connector } = await openDesk(scenarioOf([]));
    expect(await connector.sendMessage({ ...outgoing, contactId: 'nobody' })).toMatchObject({
      error: { code: 'not-found' },
    });
  });

  it('leaves no timer behind when the sandbox stops', async () => {
    const { clock, connector, of } = await openDesk(scenarioOf([]));
    await connector.sendMessage(outgoing);
    await connector.stop();
    await clock.pass(5000);
    expect(of('messageStatus')).toEqual([]);
    expect(await connector.sendMessage(outgoing)).toMatchObject({ error: { code: 'offline' } });
  });
});
