import { describe, expect, it } from 'vitest';
import type { FollowUp, FollowUpAct } from '../../../src/shared/contracts/follow-up.ts';
import type { ContactEvent } from '../../../src/shared/contracts/records.ts';
import { eventsOf } from '../../unit/gateway/support.ts';
import { eventually } from './support/eventually.ts';
import { type TestGateway, temporaryFolder, testAgents, testGateway } from './support/gateway.ts';
import { readyDesktop, registeredPhone } from './support/sockets.ts';

const followUps = ({ store }: TestGateway): readonly FollowUp[] =>
  store.statesOf('follow-up').flatMap((state) => (state.type === 'follow-up' ? [state.followUp] : []));

/** The contact calls, and gives up. */
async function missCall(gateway: TestGateway, callId: string): Promise<void> {
  gateway.connector.ring(callId);
  gateway.connector.events.callEnded(callId, 'hangup');
  await eventually(() =>
    expect(eventsOf(gateway.store)).toContainEqual(expect.objectContaining({ type: 'call.settled', callId })),
  );
}

const eventOf = (callId: string, type: ContactEvent['type']): ContactEvent => ({
  id: `${callId}/${type}`,
  contactId: 'anna',
  type,
  at: 1_000,
  callId,
  kind: 'voice',
  durationMs: null,
  agent: null,
});

describe('follow-ups', () => {
  it('come with the missed call, and count up', async () => {
    const gateway = await testGateway();
    await missCall(gateway, 'c1');
    await missCall(gateway, 'c2');
    const told = eventsOf(gateway.store);
    const misses = told.flatMap((event, index) => (event.type === 'contact.event' ? [index] : []));
    expect(misses.map((index) => told.slice(index, index + 3).map(({ type }) => type))).toEqual([
      ['contact.event', 'call.settled', 'follow-up'],
      ['contact.event', 'call.settled', 'follow-up'],
    ]);
    expect(followUps(gateway)).toMatchObject([{ id: 'c1', times: 2, contactId: 'anna', takenBy: null, done: null }]);
  });

  it('are not opened or counted by what desktops report', async () => {
    const gateway = await testGateway();
    const anna = await readyDesktop(gateway, 'anna');
    await missCall(gateway, 'c1');
    for (const callId of ['c1', 'c7']) {
      const reply = await anna.command({ do: 'contact.event', event: eventOf(callId, 'missed-call') });
      expect(reply.error).toBeNull();
    }
    expect(followUps(gateway)).toMatchObject([{ id: 'c1', times: 1 }]);
  });

  it('come for calls that the provider reports as missed, once', async () => {
    const gateway = await testGateway();
    gateway.connector.events.contactEvent(eventOf('c1', 'missed-call'));
    gateway.connector.events.contactEvent(eventOf('c1', 'missed-call'));
    gateway.connector.events.contactEvent(eventOf('c2', 'out-of-hours-call'));
    await eventually(() => expect(followUps(gateway)).toMatchObject([{ id: 'c1', times: 2, outOfHours: false }]));
  });

  it('are done at the moment somebody answers, or reaches the contact', async () => {
    const gateway = await testGateway();
    await missCall(gateway, 'c1');
    const bruno = await registeredPhone(gateway, 'bruno');
    gateway.connector.ring('c2');
    await eventually(() => expect(bruno.phone.requests('INVITE')).toHaveLength(1));
    bruno.phone.answer(bruno.phone.requests('INVITE')[0]!);
    await eventually(() =>
      expect(followUps(gateway)[0]?.done).toMatchObject({
        how: 'answered',
        by: { id: 'bruno', name: 'Agent bruno' },
      }),
    );
    gateway.connector.events.callEnded('c2', 'hangup');
    await missCall(gateway, 'c3');
    const { final } = bruno.phone.call('anna', { headers: [['X-Cornetta-Call-Id', 'c4']] });
    await eventually(() => expect(gateway.connector.asked('placeCall')).toEqual(['c4']));
    expect(followUps(gateway)).toMatchObject([{ id: 'c1' }, { id: 'c3', done: null }]);
    gateway.connector.events.outgoingAnswered('c4', 'v=0\r\n');
    expect((await final).status).toBe(200);
    await eventually(() => expect(followUps(gateway)[1]?.done).toMatchObject({ how: 'called-back' }));
  });

  it('are taken by the first of two at the same instant; the other hears who has it', async () => {
    const gateway = await testGateway();
    await missCall(gateway, 'c1');
    const desktops = [await readyDesktop(gateway, 'anna'), await readyDesktop(gateway, 'bruno')];
    const replies = await Promise.all(
      desktops.map((desktop) => desktop.command({ do: 'follow-up', id: 'c1', act: { act: 'take' } })),
    );
    const [winner] = followUps(gateway).map(({ takenBy }) => takenBy);
    const refused = replies.filter(({ error }) => error !== null);
    expect(refused.map(({ error }) => error)).toEqual([{ code: 'gone', detail: `taken by ${winner?.name}` }]);
    expect(replies).toHaveLength(2);
    for (const desktop of desktops) {
      await eventually(() => expect(JSON.stringify(desktop.of('events'))).toContain(`"takenBy":{"id":"${winner?.id}"`));
    }
  });

  it('are dismissed with a reason, reopened, and unknown ones are not found', async () => {
    const gateway = await testGateway();
    await missCall(gateway, 'c1');
    const anna = await readyDesktop(gateway, 'anna');
    const act = (what: Parameters<typeof anna.command>[0]) => anna.command(what).then(({ error }) => error);
    expect(await act({ do: 'follow-up', id: 'c1', act: { act: 'dismiss', reason: 'Spam' } })).toBeNull();
    expect(followUps(gateway)[0]?.done).toMatchObject({ how: 'dismissed', reason: 'Spam', by: { id: 'anna' } });
    expect(await act({ do: 'follow-up', id: 'c1', act: { act: 'take' } })).toMatchObject({ code: 'gone' });
    expect(await act({ do: 'follow-up', id: 'c1', act: { act: 'reopen' } })).toBeNull();
    expect(followUps(gateway)[0]?.done).toBeNull();
    expect(await act({ do: 'follow-up', id: 'c9', act: { act: 'take' } })).toMatchObject({ code: 'not-found' });
  });

  it('are taken over by a supervisor, and carry a note that everybody sees', async () => {
    const agents = testAgents.map((agent) =>
      agent.id === 'carla' ? { ...agent, role: 'supervisor' as const } : agent,
    );
    const gateway = await testGateway({ agents });
    await missCall(gateway, 'c1');
    const [anna, bruno, carla] = await Promise.all(['anna', 'bruno', 'carla'].map((id) => readyDesktop(gateway, id)));
    if (anna === undefined || bruno === undefined || carla === undefined) throw new Error('nobody is there');
    const act = (who: typeof anna, what: FollowUpAct) =>
      who.command({ do: 'follow-up', id: 'c1', act: what }).then(({ error }) => error);
    expect(await act(anna, { act: 'take' })).toBeNull();
    expect(await act(bruno, { act: 'take' })).toEqual({ code: 'gone', detail: 'taken by Agent anna' });
    expect(await act(carla, { act: 'take' })).toBeNull();
    expect(followUps(gateway)[0]?.takenBy).toEqual({ id: 'carla', name: 'Agent carla' });
    expect(await act(carla, { act: 'dismiss', reason: 'Solved', note: 'Has a new number.' })).toBeNull();
    expect(await act(anna, { act: 'note', text: 'Has a new number: 5.' })).toBeNull();
    const note = { text: 'Has a new number: 5.', by: { id: 'anna', name: 'Agent anna' } };
    expect(followUps(gateway)[0]).toMatchObject({ done: { reason: 'Solved' }, note });
    for (const desktop of [anna, bruno, carla])
      await eventually(() => expect(JSON.stringify(desktop.of('events'))).toContain('Has a new number: 5.'));
    expect(await act(bruno, { act: 'note', text: 'x'.repeat(501) })).toEqual({
      code: 'invalid',
      detail: 'act.text: must have at most 500 characters',
    });
  });

  it('know after a restart what was counted and who was talked to', async () => {
    const directory = temporaryFolder();
    const first = await testGateway({ directory });
    await missCall(first, 'c1');
    await first.end();
    const second = await testGateway({ directory });
    second.connector.events.contactEvent(eventOf('c1', 'missed-call'));
    second.connector.events.contactEvent({ ...eventOf('c2', 'answered-call'), at: Date.now() });
    await eventually(() => expect(followUps(second)).toMatchObject([{ times: 1, done: { how: 'answered' } }]));
    await second.end();
    const third = await testGateway({ directory });
    third.connector.events.contactEvent(eventOf('c0', 'missed-call'));
    await eventually(() => expect(JSON.stringify(eventsOf(third.store))).toContain('c0/missed-call'));
    expect(followUps(third)).toHaveLength(1);
  });

  it('come for a call that rang when the gateway died', async () => {
    const directory = temporaryFolder();
    const first = await testGateway({ directory });
    const call = { callId: 'c1', contactId: 'anna', kind: 'voice', direction: 'user-initiated' } as const;
    first.store.publish({ do: 'call.open', call: { ...call, answeredAt: null, agent: null } });
    await first.end();
    const second = await testGateway({ directory });
    await eventually(() => expect(followUps(second)).toMatchObject([{ id: 'c1', done: null }]));
  });
});
