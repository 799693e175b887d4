import { expect, onTestFinished } from 'vitest';
import type { GatewayEvent } from '#shared/contracts/agent.ts';
import {
  createGatewayLink,
  type GatewayIdentity,
  type GatewayLinkOptions,
} from '../../../src/main/gateway-link/gateway-link.ts';
import type { LinkState } from '../../../src/main/gateway-link/link-status.ts';
import { systemClock } from '../../../src/main/platform/clock.ts';
import { startFakeGateway } from '../../fakes/fake-gateway.ts';
import { memoryLog } from '../../fakes/memory-log.ts';
import { memorySink } from '../../fakes/memory-sink.ts';
import { startTcpProxy } from '../../fakes/tcp-proxy.ts';

/** Waits for a condition, patiently enough for a machine that is busy with other tests. */
export const eventually = <T>(condition: () => T, { interval = 20 } = {}) =>
  expect.poll(condition, { interval, timeout: 15_000 });

/** A link, a gateway, and a wire between them that can be cut. Everything ends with the test. */
export async function createLinkedGateway(
  change: Partial<GatewayLinkOptions> & { readonly wait?: () => Promise<void> } = {},
) {
  const gateway = await startFakeGateway();
  const wire = await startTcpProxy({ host: '127.0.0.1', port: Number(new URL(gateway.url).port) });
  const sink = memorySink(change.wait);
  const states: LinkState[] = [];
  const identities: GatewayIdentity[] = [];
  const log = memoryLog();
  const link = createGatewayLink({
    endpoint: () => ({ url: `ws://127.0.0.1:${wire.port}/agent`, token: gateway.token }),
    sink,
    fetch,
    clock: systemClock,
    random: Math.random,
    log,
    onState: (state) => states.push(state),
    onIdentity: (identity) => identities.push(identity),
    ...change,
  });
  onTestFinished(async () => {
    await link.stop();
    await wire.close();
    await gateway.close();
  });
  return { gateway, wire, sink, states, identities, link, log };
}

export const contactEvent = (index: number): GatewayEvent => ({
  type: 'contact',
  state: { contact: { id: `contact-${index}`, name: `Contact ${index}`, phone: null }, serviceWindowUntil: null },
});

/** A seeded generator (mulberry32), so that a failure can be repeated. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
