import { describe, expect, it } from 'vitest';
import { headerValue } from '../../../src/gateway/sip/message.ts';
import { reactionPackage, reactions } from '../../../src/shared/contracts/reaction.ts';
import { testAnswer, testOffer } from '../../fakes/gateway-connector.ts';
import { cut, lastInvite, rig, settle } from './support.ts';

const takesThem = [['Recv-Info', `other;x=1, ${reactionPackage}`]] as const;
const sdp = [['Content-Type', 'application/sdp']] as const;

const called = async (headers: readonly (readonly [string, string])[] = takesThem) => {
  const parts = await rig();
  const { phone, flow } = await parts.enlist('anna');
  parts.connector.ring('c1');
  await settle();
  const invite = lastInvite(phone);
  phone.respond(invite, 200, { body: testAnswer, headers });
  await settle();
  return { ...parts, phone, flow, invite, dialog: phone.dialogOf(invite) };
};

const calling = async (headers: readonly (readonly [string, string])[] = takesThem) => {
  const parts = await rig();
  const { phone } = await parts.enlist('anna');
  const call = phone.call('anna', { headers: [['X-Cornetta-Call-Id', 'c1'], ...headers] });
  await settle();
  parts.connector.events.outgoingAnswered('c1', testOffer);
  const answer = await call.final;
  const dialog = call.dialog(answer);
  phone.acknowledge(dialog, 1);
  return { ...parts, phone, answer, dialog };
};

const send = (
  { phone, dialog }: Pick<Awaited<ReturnType<typeof called>>, 'phone' | 'dialog'>,
  body: string,
  { name = reactionPackage, type = 'text/plain;charset=utf-8' } = {},
) =>
  phone.within(dialog, 'INFO', {
    body,
    headers: [
      ['Info-Package', name],
      ['Content-Type', type],
    ],
  });

describe.each([
  ['a call of the contact', called],
  ['a call of the business', calling],
])('in %s', (_, open) => {
  it('each reaction reaches the contact, and each of the contact’s the agent', async () => {
    const parts = await open();
    for (const reaction of reactions) expect((await send(parts, reaction)).status).toBe(200);
    expect(parts.connector.calls.filter(({ what }) => what === 'react').map(({ detail }) => detail)).toEqual(reactions);
    parts.connector.events.reaction('c1', '👏');
    await settle();
    const [info] = parts.phone.requests('INFO');
    expect([headerValue(info!, 'Info-Package'), headerValue(info!, 'Content-Type'), info?.body]).toEqual([
      reactionPackage,
      'text/plain;charset=utf-8',
      '👏',
    ]);
    expect(info?.callId).toBe(parts.dialog.callId);
    parts.phone.respond(info!, 200);
  });

  it('nothing is sent to a phone that does not take it', async () => {
    const { connector, phone, dialog } = await open([]);
    connector.events.reaction('c1', '👏');
    await settle();
    expect(phone.requests('INFO')).toEqual([]);
    // It may say so later.
    const offer = { body: testAnswer, headers: [...sdp, ['Recv-Info', reactionPackage]] as const };
    expect(headerValue(await phone.within(dialog, 'INVITE', offer), 'Recv-Info')).toBe(reactionPackage);
    phone.acknowledge(dialog, dialog.sequence);
    connector.events.reaction('c1', '👏');
    await settle();
    expect(phone.requests('INFO')).toHaveLength(1);
    // And no longer.
    await phone.within(dialog, 'UPDATE', { body: testAnswer, headers: [...sdp, ['Recv-Info', '']] });
    connector.events.reaction('c1', '👏');
    await settle();
    expect(phone.requests('INFO')).toHaveLength(1);
  });

  it.each([
    ['of another package', '👍', { name: 'weather' }, 469],
    ['that is none', 'lol', {}, 400],
    ['without a body', '', {}, 400],
    ['of two', '👍👍', {}, 400],
    ['in another form', '👍', { type: 'application/json' }, 415],
  ])('one %s is refused, and the call goes on', async (_what, body, how, status) => {
    const parts = await open();
    const response = await send(parts, body, how);
    expect(response.status).toBe(status);
    if (status === 469) expect(headerValue(response, 'Recv-Info')).toBe(reactionPackage);
    if (status === 415) expect(headerValue(response, 'Accept')).toBe('text/plain');
    expect(parts.connector.asked('react')).toEqual([]);
    expect((await send(parts, '👍', { name: `${reactionPackage.toUpperCase()};v=1` })).status).toBe(200);
    expect((await parts.phone.within(parts.dialog, 'BYE')).status).toBe(200);
  });

  it('a flood is stemmed, and the call goes on', async () => {
    const parts = await open();
    const statuses: number[] = [];
    for (let count = 0; count < 100; count += 1) statuses.push((await send(parts, '👍')).status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(10);
    expect(new Set(statuses.slice(10))).toEqual(new Set([503]));
    expect(parts.connector.asked('react')).toHaveLength(10);
    parts.clock.advance(1000);
    expect((await send(parts, '👍')).status).toBe(200);
    expect(parts.phone.requests('BYE')).toEqual([]);
  });
});

it('a provider without reactions says so', async () => {
  const parts = await rig();
  Object.assign(parts.connector, { takesReactions: false });
  const { phone } = await parts.enlist('anna');
  parts.connector.ring('c1');
  await settle();
  const invite = lastInvite(phone);
  expect(headerValue(invite, 'Recv-Info')).toBeUndefined();
  const dialog = phone.answer(invite);
  await settle();
  const response = await send({ phone, dialog }, '👍');
  expect([response.status, headerValue(response, 'Recv-Info')]).toEqual([469, '']);
  expect(parts.connector.asked('react')).toEqual([]);
});

it('both sides are told that the contact takes them', async () => {
  expect(headerValue((await called()).invite, 'Recv-Info')).toBe(reactionPackage);
  expect(headerValue((await calling()).answer, 'Recv-Info')).toBe(reactionPackage);
});

it('one for a call that is over, or for a phone that is away, is forgotten', async () => {
  const { connector, phone, flow, log } = await called();
  cut(flow);
  connector.events.reaction('c1', '👏');
  connector.events.reaction('another', '👏');
  await settle();
  expect(phone.requests('INFO')).toEqual([]);
  expect(log.errors()).toEqual([]);
});
