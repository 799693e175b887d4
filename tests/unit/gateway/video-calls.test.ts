import { describe, expect, it } from 'vitest';
import { sipLimits } from '../../../src/gateway/sip/limits.ts';
import { headerValue } from '../../../src/gateway/sip/message.ts';
import { testAnswer, testOffer, testWorkspace } from '../../fakes/gateway-connector.ts';
import { contactEventsOf, elsewhere, eventsOf, lastInvite, rig, settle } from './support.ts';

const videoLines = 'm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=rtpmap:96 VP8/90000\r\n';
const videoOffer = testOffer + videoLines;
const videoAnswer = testAnswer + videoLines;

describe('a video call of a contact', () => {
  it('says so where it rings, goes to the first who answers, and is a video call in the books', async () => {
    const { enlist, connector, store } = await rig();
    const anna = await enlist('anna');
    const bruno = await enlist('bruno');
    connector.ring('c1', { kind: 'video', offerSdp: videoOffer });
    await settle();
    for (const { phone } of [anna, bruno]) {
      phone.ring(lastInvite(phone));
      expect(headerValue(lastInvite(phone), 'X-Cornetta-Call-Kind')).toBe('video');
      expect(lastInvite(phone).body).toBe(videoOffer);
    }
    await settle();
    const dialog = bruno.phone.answer(lastInvite(bruno.phone), videoAnswer);
    await settle();
    expect(connector.calls).toEqual([{ what: 'answer', callId: 'c1', detail: videoAnswer }]);
    expect(headerValue(anna.phone.requests('CANCEL')[0]!, 'Reason')).toBe(elsewhere);
    await bruno.phone.within(dialog, 'BYE');
    await settle();
    expect(contactEventsOf(store)).toMatchObject([{ type: 'answered-call', kind: 'video' }]);
  });

  it('that nobody takes is a missed video call, also in the follow-up', async () => {
    const { enlist, connector, store } = await rig();
    await enlist('anna');
    connector.ring('c1', { kind: 'video', offerSdp: videoOffer });
    await settle();
    connector.events.callEnded('c1', 'hangup');
    await settle();
    expect(contactEventsOf(store)).toMatchObject([{ type: 'missed-call', kind: 'video', durationMs: null }]);
    expect(eventsOf(store).findLast(({ type }) => type === 'follow-up')).toMatchObject({ followUp: { kind: 'video' } });
  });
});

describe('a video call of the business', () => {
  const dial = async (kind: string | null, video = true) => {
    const parts = await rig();
    parts.connector.events.workspace({ ...testWorkspace, video });
    const { phone } = await parts.enlist('anna');
    const headers = [['X-Cornetta-Call-Id', 'c1'], ...(kind === null ? [] : [['X-Cornetta-Call-Kind', kind]])];
    const call = phone.call('anna', { headers: headers as [string, string][], body: videoOffer });
    await settle();
    return { ...parts, phone, call };
  };

  it.each([
    ['as it says', 'video', true, 'video'],
    ['by its offer, where it says nothing', null, true, 'video'],
    ['not by its offer, where it says that it is none', 'voice', true, 'voice'],
    ['not by its offer, where the provider has none', null, false, 'voice'],
  ] as const)('is one %s', async (_, kind, video, placed) => {
    const { connector, store, phone, call } = await dial(kind, video);
    expect(connector.asked('placeCall')).toEqual(['c1']);
    connector.events.outgoingRefused('c1', 'no-answer');
    expect((await call.final).status).toBe(480);
    await settle();
    expect(contactEventsOf(store)).toMatchObject([{ type: 'outgoing-unanswered', kind: placed }]);
    expect(phone.requests('BYE')).toEqual([]);
  });

  it('is refused where the provider has none, and nothing is written down', async () => {
    const { connector, store, call } = await dial('video', false);
    expect((await call.final).status).toBe(488);
    expect(connector.asked('placeCall')).toEqual([]);
    expect(contactEventsOf(store)).toEqual([]);
  });

  it('may be cancelled', async () => {
    const { connector, call } = await dial('video');
    connector.events.outgoingRinging('c1');
    await call.cancel();
    expect((await call.final).status).toBe(487);
    expect(connector.asked('hangUp')).toEqual(['c1']);
  });
});

it('an offer ten times as long as that of a browser with pictures goes through', async () => {
  const { enlist, connector } = await rig();
  const { phone } = await enlist('anna');
  const long = videoOffer + 'a=candidate:850438465 1 udp 2122063615 192.0.2.2 54585 typ host\r\n'.repeat(900);
  expect(long.length).toBeGreaterThan(55_000);
  expect(long.length).toBeLessThan(sipLimits.messageBytes);
  phone.call('anna', { headers: [['X-Cornetta-Call-Id', 'c1']], body: long });
  await settle();
  expect(connector.asked('placeCall')).toEqual(['c1']);
});
