import { describe, expect, it } from 'vitest';
import type { Colleague } from '../../../src/gateway/routing/colleague-leg.ts';
import { headerValue } from '../../../src/gateway/sip/message.ts';
import type { ChannelSettings } from '../../../src/shared/contracts/calling.ts';
import {
  contactEventsOf,
  cut,
  elsewhere,
  eventsOf,
  lastInvite,
  type Rig,
  type RigPhone,
  rig,
  settle,
} from './support.ts';

type Mode = ChannelSettings['ringing']['mode'];

/** A channel of that mode, whose only contact is Anna's. */
async function assigned(mode: Mode, colleagues: readonly Colleague[] = []): Promise<Rig> {
  const parts = await rig(['anna', 'bruno', 'carla'], colleagues);
  parts.connector.events.channel({ settings: { ringing: { mode, assigneeMs: 10_000 } } });
  const assignee = { id: 'anna', name: 'Agent anna' };
  parts.store.publish({ do: 'event', event: { type: 'contact.assigned', contactId: 'anna', assignee } });
  await settle();
  return parts;
}

const rings = ({ phone }: RigPhone): boolean => phone.requests('INVITE').length > phone.requests('CANCEL').length;

const call = async ({ connector }: Rig, callId = 'c1'): Promise<void> => {
  connector.ring(callId);
  await settle();
};

const outcomesOf = ({ store }: Rig) =>
  eventsOf(store).flatMap((event) => (event.type === 'call.settled' ? [[event.outcome, event.agentName]] : []));

describe('the assignee first', () => {
  it('rings alone for as long as the channel says, then with everyone, and goes on ringing', async () => {
    const parts = await assigned('assignee-first');
    const anna = await parts.enlist('anna');
    const bruno = await parts.enlist('bruno');
    await call(parts);
    for (const { phone } of [anna]) phone.ring(lastInvite(phone));
    parts.clock.advance(9_999);
    await settle();
    expect([anna, bruno].map(rings)).toEqual([true, false]);
    parts.clock.advance(1);
    await settle();
    expect([anna, bruno].map(rings)).toEqual([true, true]);
    anna.phone.answer(lastInvite(anna.phone));
    bruno.phone.ring(lastInvite(bruno.phone));
    await settle();
    expect(headerValue(bruno.phone.requests('CANCEL')[0]!, 'Reason')).toBe(elsewhere);
  });

  it.each<[string, (parts: Rig) => Promise<void>]>([
    ['is away', async ({ presence, enlist }) => void [await enlist('anna'), presence.set('anna', 'away', true)]],
    ['cannot ring', async ({ presence, enlist }) => void [await enlist('anna'), presence.set('anna', 'busy', false)]],
    ['is not connected', async () => {}],
    [
      'is on another call',
      async (parts) => {
        const { phone } = await parts.enlist('anna');
        void phone.call('anna');
        await settle();
        expect(parts.connector.asked('placeCall')).toHaveLength(1);
      },
    ],
  ])('rings everyone at once where the assignee %s', async (_, prepare) => {
    const parts = await assigned('assignee-first');
    await prepare(parts);
    const bruno = await parts.enlist('bruno');
    await call(parts);
    expect(rings(bruno)).toBe(true);
  });

  it('rings everyone else as soon as the assignee declines, or loses the connection', async () => {
    for (const leave of ['decline', 'drop']) {
      const parts = await assigned('assignee-first');
      const anna = await parts.enlist('anna');
      const bruno = await parts.enlist('bruno');
      await call(parts);
      if (leave === 'decline') anna.phone.respond(lastInvite(anna.phone), 603);
      else cut(anna.flow);
      await settle();
      expect(rings(bruno)).toBe(true);
    }
  });

  it('rings who becomes available only once it is everyone’s turn', async () => {
    const parts = await assigned('assignee-first');
    await parts.enlist('anna');
    await call(parts);
    const bruno = await parts.enlist('bruno');
    await settle();
    expect(rings(bruno)).toBe(false);
    parts.clock.advance(10_000);
    await settle();
    expect(rings(bruno)).toBe(true);
    const carla = await parts.enlist('carla');
    await settle();
    expect(rings(carla)).toBe(true);
  });

  it('is everyone’s where the assignee is no agent here any more', async () => {
    const parts = await assigned('assignee-only');
    const assignee = { id: 'dora', name: 'Dora' };
    parts.store.publish({ do: 'event', event: { type: 'contact.assigned', contactId: 'anna', assignee } });
    const bruno = await parts.enlist('bruno');
    await settle();
    await call(parts);
    expect(rings(bruno)).toBe(true);
  });
});

describe('the assignee only', () => {
  it('rings nobody else, and the team sees the miss once', async () => {
    const parts = await assigned('assignee-only');
    const anna = await parts.enlist('anna');
    const bruno = await parts.enlist('bruno');
    await call(parts);
    parts.clock.advance(59_000);
    await settle();
    expect([anna, bruno].map(rings)).toEqual([true, false]);
    parts.connector.events.callEnded('c1', 'hangup');
    await settle();
    expect(outcomesOf(parts)).toEqual([['missed', null]]);
    expect(contactEventsOf(parts.store).map(({ id }) => id)).toEqual(['c1/missed-call']);
    expect(bruno.phone.requests('INVITE')).toEqual([]);
  });

  it('is missed at once where the assignee is away', async () => {
    const parts = await assigned('assignee-only');
    parts.presence.set('anna', 'away', true);
    await parts.enlist('anna');
    const bruno = await parts.enlist('bruno');
    await call(parts);
    expect(rings(bruno)).toBe(false);
    expect(parts.connector.calls).toEqual([{ what: 'reject', callId: 'c1', detail: 'unavailable' }]);
    expect(outcomesOf(parts)).toEqual([['missed', null]]);
    expect(parts.store.openCalls()).toEqual([]);
  });
});

describe('who answers', () => {
  it('gets the conversation, told together with the answer, and a later answer changes it', async () => {
    const parts = await rig();
    const anna = await parts.enlist('anna');
    const bruno = await parts.enlist('bruno');
    for (const [callId, { phone }] of [
      ['c1', anna],
      ['c2', bruno],
    ] as const) {
      await call(parts, callId);
      phone.answer(lastInvite(phone));
      await settle();
      parts.connector.events.callEnded(callId, 'hangup');
      await settle();
    }
    const told = eventsOf(parts.store);
    for (const [callId, id] of [
      ['c1', 'anna'],
      ['c2', 'bruno'],
    ]) {
      const at = told.findIndex((event) => event.type === 'call.settled' && event.callId === callId);
      expect(told[at]).toMatchObject({ outcome: 'answered', agentName: `Agent ${id}` });
      expect(told[at + 1]).toEqual({
        type: 'contact.assigned',
        contactId: 'anna',
        assignee: { id, name: `Agent ${id}` },
      });
    }
    expect(parts.store.state('contact.assigned/anna')).toMatchObject({ assignee: { id: 'bruno' } });
  });
});

const colleague = (answers: Colleague['answers'], id = 'colleague/dora'): Colleague => ({
  id,
  name: 'Dora',
  answers,
  talksForMs: 5_000,
});

describe('a simulated colleague', () => {
  it('answers like an agent: the others stop, see who it was, and the conversation is the colleague’s', async () => {
    const parts = await rig(['anna'], [colleague({ do: 'answer', afterMs: 3_000 })]);
    const anna = await parts.enlist('anna');
    await call(parts);
    anna.phone.ring(lastInvite(anna.phone));
    parts.clock.advance(3_000);
    await settle();
    expect(headerValue(anna.phone.requests('CANCEL')[0]!, 'Reason')).toBe(elsewhere);
    expect(outcomesOf(parts)).toEqual([['answered', 'Dora']]);
    expect(parts.store.state('contact.assigned/anna')).toMatchObject({ assignee: { name: 'Dora' } });
    parts.clock.advance(5_000);
    await settle();
    expect(parts.connector.asked('hangUp')).toEqual(['c1']);
    expect(contactEventsOf(parts.store)).toMatchObject([{ type: 'answered-call', agent: 'Dora', durationMs: 5_000 }]);
  });

  it('is too late where somebody else was faster, and talks no more once the contact hung up', async () => {
    const parts = await rig(['anna'], [colleague({ do: 'answer', afterMs: 3_000 })]);
    const anna = await parts.enlist('anna');
    await call(parts);
    anna.phone.answer(lastInvite(anna.phone));
    await settle();
    parts.clock.advance(10_000);
    expect(parts.connector.asked('answer')).toEqual(['c1']);
    parts.connector.events.callEnded('c1', 'hangup');
    await call(parts, 'c2');
    parts.clock.advance(3_000);
    await settle();
    parts.connector.events.callEnded('c2', 'hangup');
    await settle();
    parts.clock.advance(60_000);
    expect(parts.connector.asked('hangUp')).toEqual([]);
    expect(parts.clock.pending).toBe(0);
  });

  it('declines for itself, and takes one call after the other', async () => {
    const parts = await rig(
      [],
      [
        colleague({ do: 'decline' }, 'colleague/emil'),
        colleague({ do: 'ignore' }, 'colleague/finn'),
        colleague({ do: 'answer', afterMs: 2_000 }),
      ],
    );
    await call(parts);
    await call(parts, 'c2');
    parts.clock.advance(2_000);
    await settle();
    expect(parts.connector.asked('answer')).toEqual(['c1']);
    // The first call took five seconds; then the second rings anew.
    parts.clock.advance(5_000);
    await settle();
    parts.clock.advance(2_000);
    await settle();
    expect(parts.connector.asked('answer')).toEqual(['c1', 'c2']);
    expect(parts.connector.asked('reject')).toEqual([]);
  });

  it('rings first where the conversation is the colleague’s', async () => {
    const parts = await assigned('assignee-first', [colleague({ do: 'ignore' })]);
    const assignee = { id: 'colleague/dora', name: 'Dora' };
    parts.store.publish({ do: 'event', event: { type: 'contact.assigned', contactId: 'anna', assignee } });
    const anna = await parts.enlist('anna');
    await settle();
    await call(parts);
    expect(rings(anna)).toBe(false);
    parts.clock.advance(10_000);
    await settle();
    expect(rings(anna)).toBe(true);
  });
});
