import { describe, expect, it } from 'vitest';
import { type CommandContext, execute } from '../../../src/gateway/agents/commands.ts';
import { PresenceBoard } from '../../../src/gateway/agents/presence.ts';
import { createCalling } from '../../../src/gateway/calling/calling.ts';
import { manualGatewayClock } from '../../fakes/gateway-clock.ts';
import { fakeConnector } from '../../fakes/gateway-connector.ts';
import { recordedLog } from '../../fakes/gateway-log.ts';
import { testNotes } from '../../fakes/gateway-notes.ts';
import { memoryStore, settle } from './support.ts';

const farAway = Date.UTC(2100, 0);

async function setUp() {
  const clock = manualGatewayClock();
  const store = memoryStore(clock);
  const connector = fakeConnector();
  const contact = { id: 'anna', name: 'Anna', phone: null };
  store.publish({ do: 'event', event: { type: 'contact', state: { contact, serviceWindowUntil: farAway } } });
  await settle();
  const log = recordedLog();
  const calling = createCalling({ store, connector, clock, log });
  const context: CommandContext = {
    store,
    connector,
    presence: new PresenceBoard(() => {}),
    calling,
    notes: testNotes({ store, connector, calling, clock, log }),
    clock,
    log,
    agentName: (agentId) => agentId,
    isSupervisor: () => false,
  };
  const send = (text: string) => execute({ do: 'message', id: 'm1', contactId: 'anna', text }, 'bruno', context);
  return { store, connector, send };
}

describe('a message that comes twice before it is on disk', () => {
  it('is delivered once, and both are told that it was taken', async () => {
    const { store, connector, send } = await setUp();
    expect(await Promise.all([send('Hello'), send('Hello')])).toEqual([null, null]);
    await settle();
    expect(connector.sent.map(({ id }) => id)).toEqual(['m1']);
    expect(store.message('m1')).toMatchObject({ text: 'Hello', status: 'sent' });
  });

  it('is refused where it is another one under the same id', async () => {
    const { store, connector, send } = await setUp();
    const [first, second] = await Promise.all([send('Hello'), send('Goodbye')]);
    expect([first, second]).toMatchObject([null, { code: 'invalid' }]);
    expect(connector.sent.map(({ text }) => text)).toEqual(['Hello']);
    expect(store.message('m1')?.text).toBe('Hello');
  });
});
