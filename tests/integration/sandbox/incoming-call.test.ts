import { describe, expect, it, vi } from 'vitest';
import { anna, marco, scenarioOf } from '../../unit/sandbox/support/sandbox.ts';
import { openRealDesk } from './support/real-desk.ts';

const call = (fields: object = {}) => ({ at: 0, do: 'call', contact: 'anna', audio: 'tone:440', ...fields }) as const;

describe('a contact that calls', () => {
  it('offers Opus on 127.0.0.1 only, with all its candidates', async () => {
    const desk = await openRealDesk(scenarioOf([call()]));
    const [{ offerSdp }] = await desk.next('incomingCall');
    const lines = offerSdp.split('\r\n');
    expect(lines.filter((line) => line.startsWith('a=candidate:'))).toEqual([
      expect.stringMatching(/ udp \d+ 127\.0\.0\.1 \d+ typ host/),
    ]);
    expect(lines).toEqual(
      expect.arrayContaining([
        'a=end-of-candidates',
        'a=setup:actpass',
        'a=sendrecv',
        'a=rtcp-mux',
        'a=ptime:20',
        'a=rtpmap:111 opus/48000/2',
        'a=rtpmap:126 telephone-event/8000',
      ]),
    );
    expect(lines.filter((line) => line.startsWith('m='))).toEqual([
      expect.stringMatching(/^m=audio \d+ UDP\/TLS\/RTP\/SAVPF 111 126$/),
    ]);
  });

  it('is heard with its very tone, at an even pace, and hears the agent', async () => {
    const desk = await openRealDesk(scenarioOf([call()]));
    const [incoming] = await desk.next('incomingCall');
    const agent = await desk.take(incoming);
    await vi.waitFor(() => expect(agent.received.length).toBeGreaterThan(100), { timeout: 10_000, interval: 50 });
    const { received } = agent;
    expect(agent.share(440)).toBeGreaterThan(0.99);
    const loudness = Math.sqrt(agent.heard(200).reduce((sum, sample) => sum + sample ** 2, 0) / 9600);
    expect(loudness).toBeCloseTo(0.3 * Math.SQRT1_2, 1);
    expect(received[0]?.marker).toBe(true);
    const steps = received.slice(1).map((packet, index) => {
      const previous = received[index];
      expect(packet.sequence).toBe(((previous?.sequence ?? 0) + 1) & 0xffff);
      const samples = (packet.timestamp - (previous?.timestamp ?? 0)) >>> 0;
      // Where a busy machine made it leave frames out, the clock ran on and the packet says so.
      expect(samples % 960).toBe(0);
      expect(samples === 960 || packet.marker).toBe(true);
      return samples;
    });
    // How late each is by its own time stamp: single ones may be, on a busy machine, but the earliest of each half keep the pace.
    let sent = received[0]?.at ?? 0;
    const late = received.slice(1).map(({ at }, index) => {
      sent += (steps[index] ?? 0) / 48;
      return at - sent;
    });
    const half = Math.floor(late.length / 2);
    expect(Math.abs(Math.min(...late.slice(half)) - Math.min(...late.slice(0, half)))).toBeLessThan(75);
    await desk.connector.hangUp(incoming.callId);
    await desk.connector.stop();
    const report = desk.log.find((line) => line.includes('ended after'));
    expect(Number(/(\d+) heard/.exec(report ?? '')?.[1])).toBeGreaterThan(50);
  });

  it('hangs up by itself, and its sockets are closed', async () => {
    const desk = await openRealDesk(scenarioOf([call({ hangUpAfter: 300 })]));
    const [incoming] = await desk.next('incomingCall');
    const agent = await desk.take(incoming);
    expect(await desk.next('callEnded')).toEqual([incoming.callId, 'hangup']);
    await agent.close();
    await vi.waitFor(() => expect(process.getActiveResourcesInfo().filter((kind) => kind === 'UDPWrap')).toEqual([]), {
      timeout: 10_000,
    });
  });

  it('gives up, and its sockets are closed', async () => {
    const desk = await openRealDesk(scenarioOf([call({ ringFor: 3000 })]));
    const [{ callId }] = await desk.next('incomingCall');
    expect(await desk.next('callEnded')).toEqual([callId, 'hangup']);
    await vi.waitFor(() => expect(process.getActiveResourcesInfo().filter((kind) => kind === 'UDPWrap')).toEqual([]), {
      timeout: 10_000,
    });
  });

  it('is taken by one agent of three; the others are told that it is gone', async () => {
    const desk = await openRealDesk(scenarioOf([call()]));
    const [{ callId, offerSdp }] = await desk.next('incomingCall');
    const agents = [desk.agent(), desk.agent(), desk.agent()];
    const answers = await Promise.all(agents.map((agent) => agent.answer(offerSdp)));
    const results = await Promise.all(answers.map((answer) => desk.connector.answer(callId, answer)));
    expect(results.map((result) => (result.ok ? 'ok' : result.error.code))).toEqual(['ok', 'gone', 'gone']);
    await vi.waitFor(() => expect(agents[0]?.received.length).toBeGreaterThan(10), { timeout: 10_000 });
    expect(agents.slice(1).flatMap(({ received }) => received)).toEqual([]);
  });

  it('and is cut off at the instant of the answer: no error, nothing left', async () => {
    const desk = await openRealDesk(scenarioOf([call()]));
    const [{ callId, offerSdp }] = await desk.next('incomingCall');
    const agent = desk.agent();
    const answer = await agent.answer(offerSdp);
    const [result] = await Promise.all([desk.connector.answer(callId, answer), desk.connector.hangUp(callId)]);
    expect(result).toMatchObject({ ok: false, error: { code: 'gone' } });
    expect(await desk.connector.answer(callId, answer)).toMatchObject({ ok: false, error: { code: 'gone' } });
    await agent.close();
    await vi.waitFor(() => expect(process.getActiveResourcesInfo().filter((kind) => kind === 'UDPWrap')).toEqual([]), {
      timeout: 10_000,
    });
  });

  it('and is refused while its offer is being made: nothing is left', async () => {
    const desk = await openRealDesk(scenarioOf([call()]));
    await desk.connector.stop();
    expect(desk.of('incomingCall')).toEqual([]);
    await vi.waitFor(() => expect(process.getActiveResourcesInfo().filter((kind) => kind === 'UDPWrap')).toEqual([]), {
      timeout: 10_000,
    });
  });
});

describe('twenty contacts that call at once', () => {
  it('are all heard, with the tone of each', async () => {
    const contacts = Array.from({ length: 20 }, (_, index) => ({ id: `c${index}`, name: `Contact ${index}` }));
    const hertz = (index: number): number => 300 + index * 100;
    const desk = await openRealDesk(
      scenarioOf(
        contacts.map(({ id }, index) => call({ contact: id, audio: `tone:${hertz(index)}` })),
        [anna, marco, ...contacts],
      ),
    );
    const agents = await Promise.all(
      contacts.map(async ({ id }) => {
        const [incoming] = await desk.next('incomingCall', ({ contactId }) => contactId === id);
        const agent = desk.agent();
        expect(await desk.connector.answer(incoming.callId, await agent.answer(incoming.offerSdp))).toEqual({
          ok: true,
          value: null,
        });
        return agent;
      }),
    );
    await vi.waitFor(
      () => {
        for (const { received } of agents) expect(received.length).toBeGreaterThan(60);
      },
      {
        timeout: 20_000,
        interval: 100,
      },
    );
    for (const [index, agent] of agents.entries()) expect(agent.share(hertz(index))).toBeGreaterThan(0.98);
    await desk.connector.stop();
    await Promise.all(agents.map((agent) => agent.close()));
    await vi.waitFor(() => expect(process.getActiveResourcesInfo().filter((kind) => kind === 'UDPWrap')).toEqual([]), {
      timeout: 10_000,
    });
  });
});
