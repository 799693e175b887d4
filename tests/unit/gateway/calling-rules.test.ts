import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { execute } from '../../../src/gateway/agents/commands.ts';
import { createCalling } from '../../../src/gateway/calling/calling.ts';
import { connectorEvents } from '../../../src/gateway/connector-events.ts';
import type { PermissionNews } from '../../../src/gateway/connectors/connector.ts';
import { headerValue } from '../../../src/gateway/sip/message.ts';
import { callingStateOf } from '../../../src/shared/domain/rules/calling-state.ts';
import { evaluateCall } from '../../../src/shared/domain/rules/evaluate-call.ts';
import { ruleProfile } from '../../../src/shared/domain/rules/profiles.ts';
import { fail } from '../../../src/shared/result.ts';
import { manualGatewayClock } from '../../fakes/gateway-clock.ts';
import { fakeConnector, testOffer, testWorkspace } from '../../fakes/gateway-connector.ts';
import { recordedLog } from '../../fakes/gateway-log.ts';
import { testNotes } from '../../fakes/gateway-notes.ts';
import { contactEventsOf, eventsOf, memoryStore, type Rig, rig, settle } from './support.ts';

const hour = 3_600_000;
const uuid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

const asDesktop = (callId: string, contactId = 'lena') =>
  [
    ['X-Cornetta-Call-Id', callId],
    ['X-Cornetta-Contact-Id', contactId],
    ['X-Cornetta-Call-Kind', 'voice'],
  ] as const;

const commandsOf = ({ store, connector, presence, calling, notes, clock, log, agentName }: Rig) => ({
  store,
  connector,
  presence,
  calling,
  notes,
  clock,
  log,
  agentName,
  isSupervisor: (agentId: string) => agentId === 'anna',
});

/** A contact of whom nothing is known but her number. */
async function withLena(phone: string | null = '+393331234567', rules = 'respond-io-2025-08') {
  const parts = await rig();
  const { connector } = parts;
  connector.events.workspace({ ...testWorkspace, rules });
  connector.events.contact({ contact: { id: 'lena', name: 'Lena', phone }, serviceWindowUntil: null });
  await settle();
  const tell = (news: { readonly answer: 'granted' | 'declined' | 'revoked' }, id: string, at = parts.clock.now()) => {
    const about = { id, contactId: 'lena', at, initial: false } as const;
    const source = 'contact' as const;
    const said: PermissionNews =
      news.answer === 'granted'
        ? { ...about, answer: 'granted', term: 'permanent', until: null, source }
        : news.answer === 'revoked'
          ? { ...about, answer: 'revoked', source }
          : { ...about, answer: 'declined' };
    connector.events.permission(said);
  };
  const write = (id: string, at = parts.clock.now()) =>
    connector.events.message({ id, contactId: 'lena', direction: 'in', text: 'hello', at, status: 'delivered' });
  const ask = (number: number) =>
    execute({ do: 'permission.request', id: uuid(number), contactId: 'lena' }, 'bruno', commandsOf(parts));
  const { phone: desk } = await parts.enlist('bruno');
  /** @returns the status and why, once the contact did not answer or the rules refused. */
  const place = async (callId: string): Promise<string> => {
    const call = desk.call('lena', { headers: asDesktop(callId) });
    await settle();
    connector.events.outgoingRefused(callId, 'no-answer');
    const response = await call.final;
    await settle();
    return `${response.status} ${headerValue(response, 'Reason') ?? ''}`;
  };
  return { ...parts, desk, tell, write, ask, place };
}

const refused = (rule: string): string => `403 SIP;cause=403;text="rule:${rule}"`;

describe('a call that skips the check of the desktop', () => {
  it.each([
    ['was never asked', null, 'permission-missing'],
    ['declined', 'declined', 'permission-declined'],
    ['took it back', 'revoked', 'permission-revoked'],
  ] as const)('is refused with the reason of the function where the contact %s', async (_, answer, rule) => {
    const { tell, place, connector, calling, store, clock } = await withLena();
    if (answer === 'revoked') tell({ answer: 'granted' }, 'g');
    if (answer !== null) tell({ answer }, 'a');
    await settle();
    expect(await place('c1')).toBe(refused(rule));
    const facts = {
      channel: calling.desk.state(),
      contactNumber: '+393331234567',
      state: callingStateOf(store.callingFacts('lena'), ruleProfile('')),
      inCall: false,
      rate: null,
    };
    const verdict = evaluateCall(facts, ruleProfile(''), clock.now());
    expect(verdict).toMatchObject({ allowed: false, rule });
    expect(calling.mayCall('lena', false)).toEqual(verdict);
    expect(connector.asked('placeCall')).toEqual([]);
    expect(store.callingFacts('lena').filter(({ fact }) => fact === 'call')).toEqual([]);
  });

  it.each([
    ['+963944123456', 'region-blocked'],
    ['+3912', 'number-impossible'],
  ])('to %s is refused: %s', async (number, rule) => {
    const { tell, place } = await withLena(number);
    tell({ answer: 'granted' }, 'g');
    expect(await place('c1')).toBe(refused(rule));
  });

  it('is refused after five in the first day, exactly until the day is over', async () => {
    const { tell, place, clock } = await withLena();
    tell({ answer: 'granted' }, 'g');
    await settle();
    for (let index = 0; index < 5; index += 1) expect(await place(`c${index}`)).toMatch(/^480 /);
    expect(await place('c5')).toBe(refused('attempts-after-grant'));
    clock.advance(24 * hour - 1);
    expect(await place('c6')).toBe(refused('attempts-after-grant'));
    clock.advance(1);
    expect(await place('c7')).toMatch(/^480 /);
  });

  it('cannot use the id of a call that is over, which would count as that one', async () => {
    const { tell, place } = await withLena();
    tell({ answer: 'granted' }, 'g');
    await settle();
    expect(await place('c1')).toMatch(/^480 /);
    expect(await place('c1')).toMatch(/^400 /);
  });

  it('is refused while another one with the same contact goes on', async () => {
    const { tell, desk, place } = await withLena();
    tell({ answer: 'granted' }, 'g');
    await settle();
    desk.call('lena', { headers: asDesktop('c1') });
    await settle();
    expect(await place('c2')).toBe(refused('already-in-call'));
  });

  it('counts nothing where the provider does not take it', async () => {
    const { tell, place, connector, store } = await withLena();
    tell({ answer: 'granted' }, 'g');
    await settle();
    connector.onPlace = async () => fail('offline');
    for (let index = 0; index < 8; index += 1) expect(await place(`c${index}`)).toMatch(/^503 /);
    expect(store.callingFacts('lena').map(({ fact }) => fact)).toEqual(['grant']);
  });
});

describe('four unanswered calls under the profile of the provider', () => {
  it('revoke the permission once, as a line of the conversation', async () => {
    const { tell, place, store } = await withLena('+393331234567', 'meta-2026-10');
    tell({ answer: 'granted' }, 'g');
    await settle();
    for (let index = 0; index < 4; index += 1) expect(await place(`c${index}`)).toMatch(/^480 /);
    expect(await place('c4')).toBe(refused('permission-revoked-unanswered'));
    expect(contactEventsOf(store).filter(({ type }) => type.startsWith('permission-'))).toMatchObject([
      { id: 'g', type: 'permission-granted' },
      { id: 'c3/permission-revoked', type: 'permission-revoked' },
    ]);
    expect(eventsOf(store).findLast(({ type }) => type === 'contact.calling')).toMatchObject({
      contactId: 'lena',
      state: { permission: { status: 'revoked', automatic: true } },
    });
  });
});

describe('a request for permission', () => {
  it('needs an open window, is a line of the conversation, and is answered', async () => {
    const { write, ask, tell, store, connector } = await withLena();
    expect(await ask(1)).toMatchObject({ code: 'rule', refusal: { rule: 'service-window-closed' } });
    write('m1');
    expect(await ask(1)).toBeNull();
    expect(connector.asked('requestPermission')).toEqual([uuid(1)]);
    tell({ answer: 'granted' }, `${uuid(1)}/answer`);
    tell({ answer: 'granted' }, `${uuid(1)}/answer`);
    await settle();
    expect(contactEventsOf(store)).toMatchObject([
      { id: uuid(1), type: 'permission-requested', agent: 'Agent bruno' },
      { id: `${uuid(1)}/answer`, type: 'permission-granted', agent: null },
    ]);
    expect(await ask(2)).toMatchObject({ code: 'rule', refusal: { rule: 'permission-exists' } });
  });

  it('that the connector does not take counts for nothing and may be sent again', async () => {
    const { write, ask, connector, store } = await withLena();
    write('m1');
    connector.onRequest = async () => fail('offline');
    expect(await ask(1)).toEqual({ code: 'offline' });
    await settle();
    expect(store.callingFacts('lena').map(({ fact }) => fact)).toEqual(['message']);
    const { onRequest } = fakeConnector();
    connector.onRequest = onRequest;
    expect(await ask(1)).toBeNull();
  });

  it('of two agents at the same time is one: the other hears of the limit', async () => {
    const { write, ask } = await withLena();
    write('m1');
    const replies = await Promise.all([ask(1), ask(2)]);
    expect(replies).toEqual([null, expect.objectContaining({ code: 'rule' })]);
    expect(replies[1]?.refusal).toMatchObject({ rule: 'requests-per-day' });
  });

  it('repeated fifty times counts once, also after a restart', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'cornetta-calling-'));
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
    const clock = manualGatewayClock();
    const log = recordedLog();
    const open = async () => {
      const store = memoryStore(clock, log, directory);
      const connector = fakeConnector(['lena'], 'none');
      const calling = createCalling({ store, connector, clock, log });
      const never = () => undefined;
      const calls = {
        incomingCall: never,
        callEnded: never,
        outgoingRinging: never,
        outgoingAnswered: never,
        outgoingRefused: never,
      };
      const notes = testNotes({ store, connector, calling, clock, log });
      await connector.start(connectorEvents(calls, calling, store, notes, log));
      const ask = (number: number) => calling.requests.ask({ id: uuid(number), contactId: 'lena' }, 'Bruno');
      return { store, connector, calling, ask };
    };
    const first = await open();
    const replies = await Promise.all(Array.from({ length: 50 }, () => first.ask(1)));
    expect(new Set(replies)).toEqual(new Set([null]));
    expect(first.connector.asked('requestPermission')).toHaveLength(1);
    first.store.close();

    clock.advance(hour);
    const second = await open();
    for (let time = 0; time < 50; time += 1) expect(await second.ask(1)).toBeNull();
    expect(second.connector.asked('requestPermission')).toEqual([]);
    expect(second.store.callingFacts('lena').filter(({ fact }) => fact === 'request')).toHaveLength(1);
    const refusal = await second.ask(2);
    expect(refusal?.refusal).toMatchObject({ rule: 'requests-per-day', liftsAt: clock.now() + 23 * hour });
    clock.advance(23 * hour);
    expect(await second.ask(2)).toBeNull();
    expect((await second.ask(3))?.refusal?.rules).toEqual(['requests-per-day', 'requests-per-week']);
    second.store.close();
  });
});

describe('what connectors tell', () => {
  it('comes to the same state, whatever is late, repeated or out of order', async () => {
    const start = 1_800_000_000_000;
    const at = fc.integer({ min: start - 100 * hour, max: start });
    const id = fc.constantFrom('a', 'b', 'c', 'd');
    const news = fc.oneof(
      fc.record({ what: fc.constant('message' as const), id, at }),
      fc.record({ what: fc.constantFrom('granted' as const, 'declined' as const, 'revoked' as const), id, at }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(news, { selector: ({ what, id: name }) => `${what}${name}`, maxLength: 10 }),
        fc.infiniteStream(fc.nat()),
        async (all, chance) => {
          const play = async (order: typeof all) => {
            const { tell, write, calling, store, connector } = await withLena();
            for (const { what, id: name, at: when } of order) {
              if (what === 'message') write(`m${name}`, when);
              else tell({ answer: what }, `${what}${name}`, when);
            }
            await settle();
            const told = store.state('contact.calling/lena');
            if (order.length > 0) expect(told).toMatchObject({ state: calling.book.state('lena') });
            expect(store.contact('lena')?.serviceWindowUntil).toBe(calling.book.state('lena').serviceWindowUntil);
            await connector.stop();
            return { state: calling.book.state('lena'), lines: contactEventsOf(store).length };
          };
          const shuffled = [...all, ...all]
            .map((item) => ({ item, rank: chance.next().value }))
            .sort((left, right) => left.rank - right.rank)
            .map(({ item }) => item);
          expect(await play(shuffled)).toEqual(await play(all));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('that is impossible is dropped and logged, and nothing of it counts', async () => {
    const { write, tell, store, log } = await withLena();
    write('m1', Number.NaN);
    write('m2', -1);
    tell({ answer: 'granted' }, 'g', 1.5);
    write('m3', Date.UTC(2100, 0));
    await settle();
    expect(store.callingFacts('lena').map(({ id }) => id)).toEqual(['m3']);
    // A wrong clock opens no window for years.
    expect(store.contact('lena')?.serviceWindowUntil).toBe(1_800_000_000_000 + 24 * hour);
    expect(log.errors().length).toBeGreaterThan(0);
  });

  it('as the end of a call before its beginning: it does not ring and is missed', async () => {
    const { connector, desk, store } = await withLena();
    connector.events.callEnded('c1', 'hangup');
    connector.ring('c1', { contactId: 'lena', offerSdp: testOffer });
    connector.events.callEnded('c1', 'hangup');
    await settle();
    connector.ring('c1', { contactId: 'lena' });
    await settle();
    expect(desk.requests('INVITE')).toEqual([]);
    expect(contactEventsOf(store).map(({ id }) => id)).toEqual(['c1/missed-call']);
    expect(store.openCalls()).toEqual([]);
  });
});
