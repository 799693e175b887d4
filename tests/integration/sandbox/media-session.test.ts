import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { systemClock } from '../../../src/gateway/clock.ts';
import { createContactMedia } from '../../../src/gateway/connectors/sandbox/media/contact-media.ts';
import { recordingLog } from '../../unit/sandbox/support/sandbox.ts';
import { openAgentPeer } from './support/agent-peer.ts';

const noSockets = () =>
  vi.waitFor(() => expect(process.getActiveResourcesInfo().filter((kind) => kind === 'UDPWrap')).toEqual([]), {
    timeout: 10_000,
  });

function openMedia() {
  const media = createContactMedia({
    directory: '.',
    clock: systemClock,
    log: recordingLog([]),
    monotonicNow: () => performance.now(),
  });
  onTestFinished(() => media.dispose());
  const lost = vi.fn<(reason: string) => void>();
  return { lost, open: () => media.open({ audio: 'tone:440', language: 'en', video: null, lost }) };
}

/** Every turn of the promises at which the work may stand when the call ends. */
const turns = Array.from({ length: 40 }, (_, index) => index);
const afterTurns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await Promise.resolve();
};

describe('media that are closed while they are being prepared', () => {
  it('leave no socket behind, whenever it happens to an offer', async () => {
    const { open } = openMedia();
    for (const turn of turns) {
      const session = await open();
      const offer = session.createOffer().catch((error: Error) => error.message);
      await afterTurns(turn);
      await session.close();
      expect(await offer).toMatch(/^(v=0|the call is over)/);
      await expect(session.createOffer()).rejects.toThrow();
    }
    await noSockets();
  });

  it('leave no socket behind, whenever it happens to an answer', async () => {
    const { open, lost } = openMedia();
    const agent = openAgentPeer();
    const offer = await agent.offer();
    for (const turn of turns) {
      const session = await open();
      const answer = session.answerOffer(offer);
      await afterTurns(turn);
      await session.close();
      await session.close();
      expect(await answer).toBeDefined();
      expect(await session.answerOffer(offer)).toMatchObject({ ok: false });
    }
    await agent.close();
    await noSockets();
    expect(lost).not.toHaveBeenCalled();
  });
});

describe('a media path that never comes up', () => {
  it('is given up after 20 seconds, and told once', async () => {
    const timers: (() => void)[] = [];
    // The wait for the path is the only timer of more than a frame.
    const clock = {
      ...systemClock,
      setTimeout: (run: () => void, milliseconds: number) =>
        milliseconds === 20_000 ? timers.push(run) : systemClock.setTimeout(run, milliseconds),
    };
    const lost = vi.fn<(reason: string) => void>();
    const media = createContactMedia({
      directory: '.',
      clock,
      log: recordingLog([]),
      monotonicNow: () => performance.now(),
    });
    const session = await media.open({ audio: 'tone:440', language: 'en', video: null, lost });
    const agent = openAgentPeer();
    const offer = await session.createOffer();
    const answer = await agent.answer(offer);
    // Nobody is at the agent's end any more.
    await agent.close();
    expect(await session.acceptAnswer(answer)).toEqual({ ok: true, value: null });
    expect(timers).toHaveLength(1);
    timers[0]?.();
    timers[0]?.();
    expect(lost.mock.calls).toEqual([['no media path came up']]);
    await session.close();
    media.dispose();
    await noSockets();
  });
});
