import { describe, expect, it } from 'vitest';
import type { AgentCommand } from '#shared/contracts/agent.ts';
import type { CallingFacts } from '#shared/contracts/ui-replies.ts';
import { fail, ok } from '#shared/result.ts';
import { callingHandlers } from '../../../src/main/ipc/handlers/calling.ts';
import { callHandlers } from '../../../src/main/ipc/handlers/calls.ts';
import type { Queue } from '../../../src/main/queue/queue.ts';
import { facts, granted } from './facts.ts';

const now = 1_000_000_000;
const anna = { id: 'anna', name: 'Anna', phone: '+393331234567' };
const clientId = '11111111-1111-4111-8111-111111111111';

function desk(known: CallingFacts, mode: 'gateway' | 'pbx' = 'gateway') {
  const commands: [AgentCommand, string][] = [];
  const placed: unknown[] = [];
  const { ruleAgainst, requests } = callingHandlers({
    cache: { contactByPhone: async (number) => ok(number === anna.phone ? anna : null) },
    gateway:
      mode === 'pbx'
        ? null
        : {
            facts: async (id) => (id === 'anna' ? ok(known) : fail('not-found')),
            command: async (command, id) => {
              commands.push([command, id]);
              return ok(null);
            },
          },
    country: () => 'IT',
    now: () => now,
  });
  const queue: Pick<Queue, 'place'> = {
    place: (request) => {
      placed.push(request);
      return ok({ callId: 'c' });
    },
  };
  const calls = callHandlers({
    queue: queue as Queue,
    resolveTarget: async () => ok({ contact: anna, uri: 'anna' }),
    carriesVideo: () => false,
    ruleAgainst,
  });
  return { calls, requests, commands, placed };
}

const withBalance = (balance: string): CallingFacts => facts({ channel: { ...facts().channel, balance } });

describe('a call that is placed', () => {
  it('is refused below exactly 10.00, whoever asks, before anything is dialled', async () => {
    const { calls, placed } = desk(withBalance('9.99'));
    const answer = await calls['call.place']({ contactId: 'anna', kind: 'voice' });
    expect(answer).toMatchObject({ ok: false, error: { code: 'rule', refusal: { rule: 'balance-low' } } });
    expect(placed).toEqual([]);
  });

  it('with pictures is refused where the workspace carries none', async () => {
    const { calls, placed } = desk(withBalance('10.00'));
    const answer = await calls['call.place']({ contactId: 'anna', kind: 'video' });
    expect(answer).toMatchObject({ ok: false, error: { code: 'unsupported' } });
    expect(placed).toEqual([]);
  });

  it.each(['10.00', '10.0000', '10.000001'])('goes out with a balance of %s', async (balance) => {
    const { calls, placed } = desk(withBalance(balance));
    expect(await calls['call.place']({ contactId: 'anna', kind: 'voice' })).toEqual(ok({ callId: 'c' }));
    expect(placed).toHaveLength(1);
  });

  it('is refused by what the contact decided, with the reason', async () => {
    const revoked: CallingFacts = facts({
      state: { ...granted, permission: { ...granted.permission, status: 'revoked', since: 5 } },
    });
    expect(await desk(revoked).calls['call.place']({ contactId: 'anna', kind: 'voice' })).toMatchObject({
      error: { code: 'rule', refusal: { rule: 'permission-revoked', needs: ['grant'] } },
    });
  });

  it('is judged by the clock of the gateway', async () => {
    const until = now + 1000;
    const temporary = { ...granted, permission: { ...granted.permission, until } };
    const place = (clockAheadMs: number) =>
      desk(facts({ state: temporary, clockAheadMs })).calls['call.place']({ contactId: 'anna', kind: 'voice' });
    expect(await place(999)).toMatchObject({ ok: true });
    expect(await place(1000)).toMatchObject({ error: { refusal: { rule: 'permission-expired' } } });
  });

  it('knows no rules with a telephone system, nor where the gateway has told nothing of the contact', async () => {
    expect(await desk(withBalance('0'), 'pbx').calls['call.place']({ contactId: 'anna', kind: 'voice' })).toMatchObject(
      {
        ok: true,
      },
    );
    expect(await desk(facts({ state: null })).calls['call.place']({ contactId: 'anna', kind: 'voice' })).toMatchObject({
      ok: true,
    });
  });
});

describe('a request for permission', () => {
  const open: CallingFacts = facts({
    state: {
      ...granted,
      permission: { status: 'none', since: null, until: null, automatic: false },
      serviceWindowUntil: now + 1,
    },
  });

  it('goes to the gateway under the id of the click', async () => {
    const { requests, commands } = desk(open);
    expect(await requests['permission.request']({ contactId: 'anna', clientId })).toEqual(ok(null));
    expect(commands).toEqual([[{ do: 'permission.request', id: clientId, contactId: 'anna' }, clientId]]);
  });

  it('is not sent where a rule refuses it', async () => {
    const { requests, commands } = desk(facts());
    expect(await requests['permission.request']({ contactId: 'anna', clientId })).toMatchObject({
      error: { code: 'rule', refusal: { rule: 'permission-exists' } },
    });
    expect(commands).toEqual([]);
    expect(await desk(open, 'pbx').requests['permission.request']({ contactId: 'anna', clientId })).toMatchObject({
      error: { code: 'unsupported' },
    });
  });
});

describe('what was typed to be dialled', () => {
  const look = async (text: string, mode: 'gateway' | 'pbx' = 'gateway') => {
    const answer = await desk(facts(), mode).requests['dial.look']({ text });
    return answer.ok ? answer.value : answer.error;
  };

  it('is a number of the workspace’s country, and whose it is', async () => {
    expect(await look('333 123 4567')).toEqual({ number: anna.phone, flaw: null, contact: anna });
    expect(await look('tel:+39-333-1234567')).toEqual({ number: anna.phone, flaw: null, contact: anna });
    expect(await look('+49 171 3920012')).toEqual({ number: '+491713920012', flaw: null, contact: null });
  });

  it('may be no number', async () => {
    expect(await look('Anna')).toEqual({ number: null, flaw: 'number-impossible', contact: null });
    expect(await look('+39 3')).toMatchObject({ number: null, flaw: 'number-impossible' });
    expect(await look('+999 123456789')).toMatchObject({ contact: null });
    expect(await look('+870 773 111 632')).toMatchObject({ flaw: 'region-unknown' });
  });

  it('may be an extension or an address with a telephone system only', async () => {
    expect(await look('42', 'pbx')).toEqual({ number: '42', flaw: null, contact: null });
    expect(await look('sip:bob@example.com', 'pbx')).toMatchObject({ number: 'sip:bob@example.com', flaw: null });
    expect(await look('42')).toMatchObject({ number: null });
  });
});
