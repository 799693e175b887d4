import { describe, expect, it } from 'vitest';
import { agentProtocolVersion, closeCodes } from '#shared/contracts/agent.ts';
import { fail, ok } from '#shared/result.ts';
import { contactEvent, createLinkedGateway, eventually } from './support.ts';

const read = { do: 'read', contactId: 'anna', upTo: 1 } as const;

async function createConnected(...change: Parameters<typeof createLinkedGateway>) {
  const parts = await createLinkedGateway(...change);
  parts.link.start();
  await eventually(() => parts.link.state().state).toBe('connected');
  return parts;
}

describe('connecting', () => {
  it('learns who it is before it is connected, and follows', async () => {
    const { gateway, sink, states, identities, link } = await createLinkedGateway();
    gateway.publish(contactEvent(1));
    link.start();
    await eventually(() => link.state()).toEqual({ state: 'connected', reason: null });
    expect(identities).toEqual([
      { agent: { id: 'anna', name: 'Anna', role: 'agent' }, sipUri: 'sip:anna@cornetta.invalid' },
    ]);
    expect(states.at(-1)?.state).toBe('connected');
    expect([...sink.contacts]).toEqual(['contact-1']);
    gateway.publish(contactEvent(2));
    await eventually(() => sink.applied.map(({ cursor }) => cursor)).toEqual([2]);
  });

  it('says hello with what it has and gets only what it misses', async () => {
    const { gateway, wire, sink } = await createConnected();
    gateway.publish(contactEvent(1));
    await eventually(() => sink.applied.length).toBe(1);
    wire.mode('refuse');
    wire.cut();
    gateway.publish(contactEvent(2));
    gateway.publish(contactEvent(3));
    wire.mode('pass');
    await eventually(() => sink.applied.map(({ cursor }) => cursor)).toEqual([1, 2, 3]);
    expect(gateway.hellos.at(-1)).toEqual({
      type: 'hello',
      version: agentProtocolVersion,
      epoch: 'epoch-1',
      cursor: 1,
    });
    expect(sink.snapshots).toBe(1);
  });

  it('learns what time it is at the gateway, and says when that is another one than here', async () => {
    let told = 0;
    const parts = await createLinkedGateway({
      onTime: () => {
        told += 1;
      },
    });
    expect(parts.link.aheadMs()).toBe(0);
    parts.link.start();
    await eventually(() => parts.link.state().state).toBe('connected');
    expect([parts.link.aheadMs(), told]).toEqual([0, 0]);
    parts.gateway.behaviour.clockAheadMs = -7_200_000;
    parts.wire.cut();
    await eventually(() => told).toBe(1);
    expect(Math.abs(parts.link.aheadMs() + 7_200_000)).toBeLessThan(5_000);
  });

  it('takes a snapshot when the gateway has another epoch or has forgotten', async () => {
    const { gateway, wire, sink } = await createConnected();
    gateway.publish(contactEvent(1));
    await eventually(() => sink.applied.length).toBe(1);
    gateway.behaviour.epoch = 'epoch-2';
    wire.cut();
    await eventually(() => sink.snapshots).toBe(2);
    expect([...sink.contacts]).toEqual(['contact-1']);
    gateway.behaviour.oldest = 5;
    wire.cut();
    await eventually(() => sink.snapshots).toBe(3);
    expect(sink.violations).toEqual([]);
  });

  it('heals a hole in the events by asking anew, in the end for everything', async () => {
    const { gateway, sink, link } = await createConnected();
    gateway.behaviour.holes.add(2);
    for (const index of [1, 2, 3]) gateway.publish(contactEvent(index));
    await eventually(() => sink.snapshots).toBe(2);
    expect([...sink.contacts].sort()).toEqual(['contact-1', 'contact-2', 'contact-3']);
    expect(sink.violations).toEqual([]);
    await eventually(() => link.state().state).toBe('connected');
    expect(gateway.hellos.at(-1)).toMatchObject({ epoch: null, cursor: 0 });
  });
});

describe('losing the gateway', () => {
  it('is back by itself after it returns, and says connecting, then offline', async () => {
    const { wire, link, states } = await createConnected();
    states.length = 0;
    wire.mode('refuse');
    wire.cut();
    await eventually(() => link.state().state).toBe('offline');
    expect(link.state().reason).toMatch(/no connection|lost/);
    wire.mode('pass');
    link.nudge();
    await eventually(() => link.state().state, { interval: 10 }).toBe('connected');
    expect(states.map(({ state }) => state).filter((state, index, all) => state !== all[index - 1])).toEqual([
      'connecting',
      'offline',
      'connecting',
      'connected',
    ]);
  });

  it('notices a gateway that vanished without a word when it is nudged', async () => {
    const { wire, link } = await createConnected();
    wire.mode('swallow');
    link.nudge();
    await eventually(() => link.state().state).not.toBe('connected');
    wire.cut();
    wire.mode('pass');
    link.nudge();
    await eventually(() => link.state().state).toBe('connected');
  }, 20_000);

  it('gives a stuck attempt up when the network changes', async () => {
    const { wire, link, gateway } = await createLinkedGateway();
    wire.mode('swallow');
    link.start();
    await eventually(() => wire.connections).toBe(1);
    wire.mode('pass');
    const nudgedState = () => {
      link.nudge();
      return link.state().state;
    };
    await eventually(nudgedState, { interval: 200 }).toBe('connected');
    expect(gateway.hellos).toHaveLength(1);
  });

  it('is offline with the reason while the token is refused, until it is looked at again', async () => {
    const { gateway, link } = await createLinkedGateway();
    gateway.behaviour.refuseToken = true;
    link.start();
    await eventually(() => link.state()).toEqual({ state: 'offline', reason: 'the gateway refuses the token' });
    gateway.behaviour.refuseToken = false;
    link.nudge();
    await eventually(() => link.state().state).toBe('connected');
  });

  it('does not fight for its place with another computer', async () => {
    const { gateway, link } = await createConnected();
    gateway.closeAll(closeCodes.replaced, 'connected elsewhere');
    await eventually(() => link.state().state).toBe('offline');
    expect(link.state().reason).toBe('this agent is signed in on too many computers');
    const hellos = gateway.hellos.length;
    link.nudge();
    await eventually(() => link.state().state).toBe('connected');
    expect(gateway.hellos).toHaveLength(hellos + 1);
  });

  it.each([
    'not json',
    '{"type":"nonsense"}',
    '{"type":"events","epoch":"epoch-1","events":[]}',
    '{"type":"events","epoch":"epoch-1","events":[{"cursor":1,"at":1,"event":{"type":"message"}}]}',
    '[]',
    'null',
  ])('ends a connection that says %s, and comes back', async (text) => {
    const { gateway, link, sink } = await createConnected();
    const hellos = gateway.hellos.length;
    gateway.say(text);
    await eventually(() => gateway.hellos.length).toBe(hellos + 1);
    await eventually(() => link.state().state).toBe('connected');
    expect(sink.applied).toEqual([]);
    expect(sink.violations).toEqual([]);
  });

  it('keeps nothing that the disk does not take, and goes on when it does', async () => {
    const { gateway, sink, link } = await createConnected();
    sink.full = true;
    gateway.publish(contactEvent(1));
    await eventually(() => link.state().reason).toBe('what the gateway tells cannot be kept (disk-full)');
    sink.full = false;
    link.nudge();
    await eventually(() => sink.applied.map(({ cursor }) => cursor)).toEqual([1]);
    expect(link.state().state).toBe('connected');
  });

  it('waits for a gateway that is being started', async () => {
    let there = false;
    const { gateway, link, states } = await createLinkedGateway({
      endpoint: () => (there ? { url: gateway.url, token: gateway.token } : null),
    });
    link.start();
    await eventually(() => states.at(-1)?.reason).toBe('the gateway is starting');
    there = true;
    link.nudge();
    await eventually(() => link.state().state).toBe('connected');
  });
});

describe('commands', () => {
  it('are answered', async () => {
    const { gateway, link } = await createConnected();
    expect(await link.command(read)).toEqual(ok(null));
    gateway.behaviour.refuseCommand = { code: 'not-found', detail: 'no such contact' };
    expect(await link.command(read)).toEqual(fail('not-found', 'no such contact'));
  });

  it('given while offline are carried out once, after the reconnect', async () => {
    const { gateway, wire, link } = await createConnected();
    gateway.behaviour.mute = true;
    const answers = [link.command(read, 'one'), link.command(read, 'two')];
    await eventually(() => gateway.commands.length).toBe(2);
    wire.mode('refuse');
    wire.cut();
    await eventually(() => link.state().state).not.toBe('connected');
    answers.push(link.command(read, 'three'));
    gateway.behaviour.mute = false;
    wire.mode('pass');
    link.nudge();
    expect(await Promise.all(answers)).toEqual([ok(null), ok(null), ok(null)]);
    expect([...gateway.done].sort()).toEqual(['one', 'three', 'two']);
    expect(gateway.commands.map(({ id }) => id)).toEqual(['one', 'two', 'one', 'two', 'three']);
  });

  it('say so when nobody answers', async () => {
    const { gateway, wire, link } = await createConnected();
    gateway.behaviour.mute = true;
    expect(await link.command(read, 'a', 50)).toEqual(fail('timeout'));
    wire.mode('refuse');
    wire.cut();
    await eventually(() => link.state().state).not.toBe('connected');
    expect(await link.command(read, 'b', 50)).toEqual(fail('offline'));
  });

  it('pending at the end are answered', async () => {
    const { gateway, link } = await createConnected();
    gateway.behaviour.mute = true;
    const answer = link.command(read);
    await link.stop();
    expect(await answer).toEqual(fail('offline'));
    expect(link.state()).toEqual({ state: 'offline', reason: 'stopped' });
    await eventually(() => gateway.connections).toBe(0);
  });
});

describe('tickets for the phone', () => {
  it('come as a whole address, a fresh one each time', async () => {
    const { link, wire } = await createConnected();
    const [first, second] = [await link.sipTicketUrl(), await link.sipTicketUrl()];
    expect(first).toMatch(new RegExp(`^ws://127\\.0\\.0\\.1:${wire.port}/sip\\?ticket=sip-ticket-\\d+-`));
    expect(second).not.toBe(first);
  });

  it('are null where none can be had', async () => {
    const { link, gateway, wire } = await createConnected();
    gateway.behaviour.refuseToken = true;
    expect(await link.sipTicketUrl()).toBeNull();
    gateway.behaviour.refuseToken = false;
    wire.mode('refuse');
    expect(await link.sipTicketUrl()).toBeNull();
    await link.stop();
    expect(await link.sipTicketUrl()).toBeNull();
  });
});
