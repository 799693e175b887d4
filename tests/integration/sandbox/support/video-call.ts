import { expect, vi } from 'vitest';
import { anna, scenarioOf } from '../../../unit/sandbox/support/sandbox.ts';
import type { AgentCamera, Seen } from './agent-camera.ts';
import type { AgentPeer } from './agent-peer.ts';
import { openRealDesk, type RealDesk } from './real-desk.ts';

export interface Opened {
  readonly desk: RealDesk;
  readonly agent: AgentPeer;
  readonly camera: AgentCamera;
  readonly callId: string;
  /** What the contact said. */
  readonly contactSdp: string;
}

export const cameraOf = ({ camera }: AgentPeer): AgentCamera => {
  if (camera === null) throw new Error('the agent has no camera');
  return camera;
};

export async function showIncoming(video = 'echo', directory = '.'): Promise<Opened> {
  const desk = await openRealDesk(
    scenarioOf([{ at: 0, do: 'call', contact: 'anna', kind: 'video' }], [{ ...anna, video }]),
    directory,
  );
  const [incoming] = await desk.next('incomingCall');
  const agent = await desk.take(incoming, { video: true });
  return { desk, agent, camera: cameraOf(agent), callId: incoming.callId, contactSdp: incoming.offerSdp };
}

export async function showOutgoing(video = 'echo', directory = '.'): Promise<Opened> {
  const desk = await openRealDesk(scenarioOf([], [{ ...anna, answers: 'after:0', video }]), directory);
  const agent = desk.agent({ video: true });
  await desk.connector.placeCall({ callId: 'out', contactId: 'anna', kind: 'video', offerSdp: await agent.offer() });
  const [, contactSdp] = await desk.next('outgoingAnswered');
  await agent.accept(contactSdp);
  agent.speak(1000);
  return { desk, agent, camera: cameraOf(agent), callId: 'out', contactSdp };
}

export const change = async (
  { desk, agent, callId }: Opened,
  options: Parameters<AgentPeer['offer']>[0],
): Promise<string> => {
  const answered = await desk.connector.renegotiate(callId, await agent.offer(options));
  if (!answered.ok) throw new Error(answered.error.detail);
  await agent.accept(answered.value);
  return answered.value;
};

export const directions = (sdp: string): readonly string[] =>
  sdp.split('\r\n').filter((line) => /^(m=|a=(sendrecv|sendonly|recvonly|inactive)$)/.test(line));
export const seesMore = async ({ seen }: AgentCamera, packets = 40): Promise<void> => {
  const before = seen.length;
  await vi.waitFor(() => expect(seen.length).toBeGreaterThan(before + packets), { timeout: 10_000 });
};
export const seesNothing = ({ seen }: AgentCamera): Promise<void> =>
  vi.waitFor(() => expect(performance.now() - (seen.at(-1)?.at ?? 0)).toBeGreaterThan(250), { timeout: 10_000 });

/** Numbers without a hole, a clock that never goes back, whole frames of one source. */
export function expectOneStream(seen: readonly Seen[]): void {
  expect(new Set(seen.map(({ ssrc }) => ssrc)).size).toBe(1);
  for (const [index, packet] of seen.slice(1).entries()) {
    const before = seen[index];
    expect(packet.sequence).toBe(((before?.sequence ?? 0) + 1) & 0xffff);
    expect((packet.timestamp - (before?.timestamp ?? 0)) >>> 0).toBeLessThan(2 ** 31);
  }
}
