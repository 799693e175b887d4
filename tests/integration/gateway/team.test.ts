import { beforeEach, describe, expect, it } from 'vitest';
import { manualGatewayClock } from '../../fakes/gateway-clock.ts';
import { contactEventsOf, eventsOf } from '../../unit/gateway/support.ts';
import { eventually } from './support/eventually.ts';
import { type TestGateway, testGateway } from './support/gateway.ts';
import { type JsSipPhone, jsSipPhone, noMedia, stubBrowser } from './support/jssip.ts';
import { readyDesktop, type TestDesktop } from './support/sockets.ts';

beforeEach(stubBrowser);

const signIn = async (gateway: TestGateway, agentId: string): Promise<JsSipPhone> => {
  const phone = jsSipPhone(
    async () => `${gateway.url}/sip?ticket=${(await gateway.tickets(`token-of-${agentId}`)).sipTicket}`,
    agentId,
  );
  await eventually(() => expect(phone.happened).toContain('registered'));
  return phone;
};

const eventsAt = (desktop: TestDesktop) =>
  desktop.of('events').flatMap(({ events }) => events.map(({ event }) => event));

describe('two agents on one gateway', () => {
  it('both ring, one answers, the other stops and sees who it was; the conversation is the winner’s', async () => {
    const gateway = await testGateway();
    const [anna, bruno] = [await signIn(gateway, 'anna'), await signIn(gateway, 'bruno')];
    const desktop = await readyDesktop(gateway, 'anna');
    gateway.connector.ring('c1');
    await eventually(() => expect([anna.sessions, bruno.sessions].map(({ length }) => length)).toEqual([1, 1]));
    bruno.sessions[0]?.answer({ mediaStream: noMedia });
    await eventually(() => expect(anna.happened.at(-1)).toBe('failed Canceled'));
    await eventually(() =>
      expect(eventsAt(desktop)).toEqual(
        expect.arrayContaining([
          { type: 'call.settled', callId: 'c1', contactId: 'anna', outcome: 'answered', agentName: 'Agent bruno' },
          { type: 'contact.assigned', contactId: 'anna', assignee: { id: 'bruno', name: 'Agent bruno' } },
        ]),
      ),
    );
    bruno.sessions[0]?.terminate();
    await eventually(() => expect(contactEventsOf(gateway.store).map(({ id }) => id)).toEqual(['c1/answered-call']));
    expect(gateway.store.statesOf('follow-up')).toEqual([]);
  });

  it('are rung one after the other where the conversation is one’s own; both decline: missed work, once', async () => {
    const clock = manualGatewayClock(Date.now());
    const gateway = await testGateway({ clock });
    const [anna, bruno] = [await signIn(gateway, 'anna'), await signIn(gateway, 'bruno')];
    const desktop = await readyDesktop(gateway, 'anna');
    gateway.connector.events.channel({ settings: { ringing: { mode: 'assignee-first', assigneeMs: 10_000 } } });
    expect((await desktop.command({ do: 'assign', contactId: 'anna', to: 'me' })).error).toBeNull();
    gateway.connector.ring('c1');
    await eventually(() => expect(anna.sessions).toHaveLength(1));
    clock.advance(9_999);
    expect(bruno.sessions).toHaveLength(0);
    clock.advance(1);
    await eventually(() => expect(bruno.sessions).toHaveLength(1));
    expect(anna.sessions[0]?.isInProgress()).toBe(true);
    anna.sessions[0]?.terminate({ status_code: 603 });
    await eventually(() => expect(anna.happened.at(-1)).toMatch(/^failed/));
    expect(gateway.connector.asked('reject')).toEqual([]);
    bruno.sessions[0]?.terminate({ status_code: 603 });
    await eventually(() => expect(gateway.connector.asked('reject')).toEqual(['c1']));
    await eventually(() => expect(gateway.store.statesOf('follow-up')).toHaveLength(1));
    expect(eventsOf(gateway.store).filter(({ type }) => type === 'call.settled')).toHaveLength(1);
  });

  it('give a conversation away, and know no stranger', async () => {
    const gateway = await testGateway();
    const desktop = await readyDesktop(gateway, 'bruno');
    expect((await desktop.command({ do: 'assign', contactId: 'anna', to: 'me' })).error).toBeNull();
    expect(gateway.store.state('contact.assigned/anna')).toMatchObject({ assignee: { id: 'bruno' } });
    expect((await desktop.command({ do: 'assign', contactId: 'anna', to: 'nobody' })).error).toBeNull();
    expect(gateway.store.state('contact.assigned/anna')).toMatchObject({ assignee: null });
    const unknown = await desktop.command({ do: 'assign', contactId: 'nobody', to: 'me' });
    expect(unknown.error).toMatchObject({ code: 'not-found' });
  });
});
