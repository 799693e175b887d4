import { describe, expect, it, vi } from 'vitest';
import { anna, scenarioOf } from '../../unit/sandbox/support/sandbox.ts';
import type { AgentPeer } from './support/agent-peer.ts';
import { openRealDesk, type RealDesk } from './support/real-desk.ts';

type Opened = { readonly desk: RealDesk; readonly agent: AgentPeer; readonly callId: string };

async function talkIncoming(): Promise<Opened> {
  const desk = await openRealDesk(scenarioOf([{ at: 0, do: 'call', contact: 'anna', audio: 'tone:440' }]));
  const [incoming] = await desk.next('incomingCall');
  return { desk, agent: await desk.take(incoming), callId: incoming.callId };
}

async function talkOutgoing(): Promise<Opened> {
  const desk = await openRealDesk(scenarioOf([], [{ ...anna, answers: 'after:0', audio: 'tone:440' }]));
  const agent = desk.agent();
  await desk.connector.placeCall({ callId: 'out', contactId: 'anna', kind: 'voice', offerSdp: await agent.offer() });
  const [, answerSdp] = await desk.next('outgoingAnswered');
  await agent.accept(answerSdp);
  agent.speak(1000);
  return { desk, agent, callId: 'out' };
}

const flows = async ({ received, share }: AgentPeer): Promise<void> => {
  const before = received.length;
  await vi.waitFor(() => expect(received.length).toBeGreaterThan(before + 20), { timeout: 10_000 });
  expect(share(440)).toBeGreaterThan(0.98);
};
const silent = ({ received }: AgentPeer): Promise<void> =>
  vi.waitFor(() => expect(performance.now() - (received.at(-1)?.at ?? 0)).toBeGreaterThan(200), { timeout: 10_000 });
const attribute = (sdp: string, name: string): string | undefined =>
  new RegExp(`^a=${name}:(.*)$`, 'm').exec(sdp)?.[1]?.trim();

describe.each([
  ['a call of the contact', talkIncoming],
  ['a call of the business', talkOutgoing],
])('%s', (_, talk) => {
  const change = async (
    { desk, agent, callId }: Opened,
    options: Parameters<AgentPeer['offer']>[0],
  ): Promise<string> => {
    const answered = await desk.connector.renegotiate(callId, await agent.offer(options));
    if (!answered.ok) throw new Error(answered.error.detail);
    await agent.accept(answered.value);
    return answered.value;
  };

  it('is held and taken back, again and again', async () => {
    const opened = await talk();
    const { agent } = opened;
    await flows(agent);
    for (const [direction, answer] of [
      ['sendonly', 'recvonly'],
      ['inactive', 'inactive'],
      ['sendonly', 'recvonly'],
    ] as const) {
      expect(await change(opened, { direction })).toMatch(new RegExp(`^a=${answer}\\r$`, 'm'));
      await silent(agent);
      const before = agent.received.at(-1);
      expect(await change(opened, { direction: 'sendrecv' })).toMatch(/^a=sendrecv\r$/m);
      await flows(agent);
      const after = agent.received.find(({ at }) => at > (before?.at ?? 0));
      // No packet is missing, the clock ran on, and the first one after the gap says so.
      expect(after?.sequence).toBe(((before?.sequence ?? 0) + 1) & 0xffff);
      expect(((after?.timestamp ?? 0) - (before?.timestamp ?? 0)) >>> 0).toBeGreaterThan(3 * 960);
      expect(after?.marker).toBe(true);
    }
  });

  it('goes on after ICE restarts, also while it is held', async () => {
    const opened = await talk();
    const { agent } = opened;
    await flows(agent);
    const first = await change(opened, { iceRestart: true });
    await flows(agent);
    await change(opened, { direction: 'inactive' });
    await silent(agent);
    await change(opened, { direction: 'inactive', iceRestart: true });
    const last = await change(opened, { direction: 'sendrecv', iceRestart: true });
    await flows(agent);
    for (const name of ['fingerprint', 'setup', 'mid']) expect(attribute(last, name)).toBe(attribute(first, name));
    for (const name of ['ice-ufrag', 'ice-pwd']) expect(attribute(last, name)).not.toBe(attribute(first, name));
    const origin = /^o=- (\d+) (\d+) /m;
    expect(origin.exec(last)?.[1]).toBe(origin.exec(first)?.[1]);
    expect(Number(origin.exec(last)?.[2])).toBe(Number(origin.exec(first)?.[2]) + 3);
  });

  it('survives offers that are none', async () => {
    const opened = await talk();
    const { desk, agent, callId } = opened;
    await flows(agent);
    expect(await desk.connector.renegotiate(callId, 'hello')).toMatchObject({ ok: false, error: { code: 'invalid' } });
    expect(await desk.connector.renegotiate('another', await agent.offer())).toMatchObject({
      ok: false,
      error: { code: 'gone' },
    });
    await flows(agent);
  });

  it('that ends during a change is gone', async () => {
    const { desk, agent, callId } = await talk();
    await flows(agent);
    const offer = await agent.offer({ direction: 'sendonly' });
    const [answer] = await Promise.all([desk.connector.renegotiate(callId, offer), desk.connector.hangUp(callId)]);
    expect(answer).toMatchObject({ ok: false, error: { code: 'gone' } });
  });
});
