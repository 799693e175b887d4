import { describe, expect, it, vi } from 'vitest';
import { anna, scenarioOf } from '../../unit/sandbox/support/sandbox.ts';
import { openRealDesk } from './support/real-desk.ts';

const callId = 'out-1';

describe('the business calls a contact', () => {
  it('that answers, is heard with its tone and hears the agent', async () => {
    const desk = await openRealDesk(scenarioOf([], [{ ...anna, answers: 'after:50', audio: 'tone:523' }]));
    const agent = desk.agent();
    const placed = await desk.connector.placeCall({
      callId,
      contactId: 'anna',
      kind: 'voice',
      offerSdp: await agent.offer(),
    });
    expect(placed).toEqual({ ok: true, value: null });
    expect(await desk.next('outgoingRinging')).toEqual([callId]);
    const [, answerSdp] = await desk.next('outgoingAnswered');
    expect(answerSdp).toContain('a=setup:active');
    await agent.accept(answerSdp);
    agent.speak(1000);
    await vi.waitFor(() => expect(agent.received.length).toBeGreaterThan(60), { timeout: 10_000 });
    expect(agent.share(523)).toBeGreaterThan(0.99);
    await desk.connector.stop();
    expect(desk.log.find((line) => line.includes('ended after'))).toMatch(/ [1-9]\d* heard/);
  });

  it('by voice: a picture that its phone offers all the same is refused', async () => {
    const desk = await openRealDesk(scenarioOf([], [{ ...anna, answers: 'after:0' }]));
    const agent = desk.agent({ video: true });
    await desk.connector.placeCall({ callId, contactId: 'anna', kind: 'voice', offerSdp: await agent.offer() });
    const [, answerSdp] = await desk.next('outgoingAnswered');
    expect(answerSdp.split('\r\n').filter((line) => line.startsWith('m='))).toEqual([
      expect.stringMatching(/^m=audio [1-9]/),
      expect.stringMatching(/^m=video 0 /),
    ]);
    await agent.accept(answerSdp);
    await vi.waitFor(() => expect(agent.received.length).toBeGreaterThan(20), { timeout: 10_000 });
    const again = await desk.connector.renegotiate(callId, await agent.offer({ iceRestart: true }));
    expect(again.ok && again.value).toMatch(/^m=video 0 /m);
  });

  it('and hangs up at the instant of the answer: no error, nothing left', async () => {
    const desk = await openRealDesk(scenarioOf([], [{ ...anna, answers: 'after:0' }]));
    const agent = desk.agent();
    await desk.connector.placeCall({ callId, contactId: 'anna', kind: 'voice', offerSdp: await agent.offer() });
    await desk.next('outgoingRinging');
    await desk.connector.hangUp(callId);
    await desk.connector.stop();
    expect([desk.of('outgoingAnswered'), desk.of('outgoingRefused')]).toEqual([[], []]);
    await agent.close();
    await vi.waitFor(() => expect(process.getActiveResourcesInfo().filter((kind) => kind === 'UDPWrap')).toEqual([]), {
      timeout: 10_000,
    });
  });

  it('with an offer that cannot be answered: refused as unreachable, nothing left', async () => {
    const desk = await openRealDesk(scenarioOf([], [{ ...anna, answers: 'after:0' }]));
    const agent = desk.agent();
    const offer = `${await agent.offer()}m=text 9 RTP/AVP 98
a=mid:1
`;
    await desk.connector.placeCall({ callId, contactId: 'anna', kind: 'voice', offerSdp: offer });
    expect(await desk.next('outgoingRefused')).toEqual([callId, 'unreachable']);
    await agent.close();
    await vi.waitFor(() => expect(process.getActiveResourcesInfo().filter((kind) => kind === 'UDPWrap')).toEqual([]), {
      timeout: 10_000,
    });
  });

  it('that declines', async () => {
    const desk = await openRealDesk(scenarioOf([], [{ ...anna, answers: 'decline' }]));
    const agent = desk.agent();
    await desk.connector.placeCall({ callId, contactId: 'anna', kind: 'voice', offerSdp: await agent.offer() });
    expect(await desk.next('outgoingRefused')).toEqual([callId, 'declined']);
    expect(desk.of('outgoingRinging')).toEqual([[callId]]);
  });
});
