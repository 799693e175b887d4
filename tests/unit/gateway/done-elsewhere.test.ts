/** What the business did from another system counts at the gateway as if it had been done here. */
import { describe, expect, it } from 'vitest';
import { execute } from '../../../src/gateway/agents/commands.ts';
import { testWorkspace } from '../../fakes/gateway-connector.ts';
import { commandsOf, contactEventsOf, rig, settle } from './support.ts';

async function withAnna(rules = 'respond-io-2025-08') {
  const parts = await rig();
  const { connector } = parts;
  connector.events.workspace({ ...testWorkspace, rules });
  await settle();
  const ask = (id: string) =>
    execute({ do: 'permission.request', id, contactId: 'anna' }, 'bruno', commandsOf(parts, []));
  return { ...parts, ask };
}

describe('what the business did elsewhere', () => {
  it('a request counts against the limit and waits for its answer', async () => {
    const { connector, calling, store, ask, clock } = await withAnna();
    const at = clock.now();
    connector.events.permission({
      id: 'r',
      contactId: 'anna',
      at,
      initial: true,
      answer: 'revoked',
      source: 'contact',
    });
    for (let time = 0; time < 2; time += 1)
      connector.events.elsewhere({ did: 'request', id: 'e1', contactId: 'anna', at, via: 'message' });
    await settle();
    expect(contactEventsOf(store)).toMatchObject([{ id: 'e1', type: 'permission-requested', agent: null }]);
    expect(calling.book.state('anna').waiting).toMatchObject({ since: at });
    expect(await ask('00000000-0000-4000-8000-000000000001')).toMatchObject({ refusal: { rule: 'requests-per-day' } });
  });

  it('a template that opens the conversation needs a reply first', async () => {
    const { connector, calling, clock } = await withAnna();
    const message = { id: 't1', contactId: 'anna', direction: 'out', text: 'Your order', status: 'sent' } as const;
    connector.events.elsewhere({ did: 'template', message: { ...message, at: clock.now() } });
    await settle();
    expect(calling.book.state('anna').replyNeeded).toBe(true);
  });

  it('calls use up the attempts, are lines of the conversation, and answered ones end a follow-up', async () => {
    const { connector, calling, store, clock } = await withAnna();
    const called = (callId: string, talkMs: number | null) =>
      connector.events.elsewhere({
        did: 'call',
        callId,
        contactId: 'anna',
        kind: 'voice',
        at: clock.now(),
        talkMs,
      });
    connector.events.permission({
      id: 'g',
      contactId: 'anna',
      at: clock.now(),
      initial: false,
      answer: 'granted',
      term: 'permanent',
      until: null,
      source: 'contact',
    });
    connector.events.permission({
      id: 'r',
      contactId: 'anna',
      at: clock.now() - 1,
      initial: true,
      answer: 'revoked',
      source: 'contact',
    });
    for (let index = 0; index < 4; index += 1) called(`e${index}`, null);
    expect(calling.mayCall('anna', false)).toBeNull();
    called('e4', 0);
    called('e4', 0);
    await settle();
    expect(calling.mayCall('anna', false)).toMatchObject({ rule: 'attempts-after-grant' });
    const types = contactEventsOf(store).map(({ type }) => type);
    expect(types.filter((type) => type === 'outgoing-unanswered')).toHaveLength(4);
    expect(types.filter((type) => type === 'outgoing-call')).toHaveLength(1);
    expect(calling.book.state('anna').serviceWindowUntil).not.toBeNull();
  });

  it('four calls in a row that nobody answered revoke the permission under the provider’s profile', async () => {
    const { connector, calling, clock } = await withAnna('meta-2026-10');
    for (let index = 0; index < 4; index += 1) {
      clock.advance(1000);
      const call = { did: 'call', callId: `e${index}`, contactId: 'anna', kind: 'voice', talkMs: null } as const;
      connector.events.elsewhere({ ...call, at: clock.now() });
    }
    expect(calling.mayCall('anna', false)).toMatchObject({ rule: 'permission-revoked-unanswered' });
  });
});
