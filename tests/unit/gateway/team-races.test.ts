import { describe, expect, it } from 'vitest';
import { connectorEvents } from '../../../src/gateway/connector-events.ts';
import { createEngine } from '../../../src/gateway/engine.ts';
import type { Colleague } from '../../../src/gateway/routing/colleague-leg.ts';
import type { GatewayEvent } from '../../../src/shared/contracts/agent.ts';
import type { ChannelSettings } from '../../../src/shared/contracts/calling.ts';
import { fastClock } from '../../fakes/fast-clock.ts';
import { fakeConnector, testOffer } from '../../fakes/gateway-connector.ts';
import { recordedLog } from '../../fakes/gateway-log.ts';
import { testNotes } from '../../fakes/gateway-notes.ts';
import { domain, eventsOf, memoryStore, settle } from './support.ts';

const agentCount = 100;
const callCount = 10_000;
const contactCount = 2_000;

/** Another race each time; whoever has to see one again puts its number here. */
const seed = Math.floor(Math.random() * 2 ** 31);

/** mulberry32: the same race for the same number. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const modes: readonly ChannelSettings['ringing'][] = [
  { mode: 'everyone', assigneeMs: 3_000 },
  { mode: 'assignee-first', assigneeMs: 3_000 },
  { mode: 'assignee-only', assigneeMs: 3_000 },
];

/** Whoever is rung makes up their mind anew: quick or slow, no at all, or somewhere else. On some calls everybody says no. */
function team(chance: () => number, mood: { allDecline: boolean }): readonly Colleague[] {
  return Array.from({ length: agentCount }, (_, index) => ({
    id: `agent${index}`,
    name: `Agent ${index}`,
    get answers(): Colleague['answers'] {
      const choice = chance();
      if (mood.allDecline || choice < 0.3) return { do: 'decline' };
      if (choice < 0.6) return { do: 'ignore' };
      // Whole hundreds, so that many answer at the same instant.
      return { do: 'answer', afterMs: Math.floor(chance() * 80) * 100 };
    },
    get talksForMs() {
      return Math.floor(chance() * 20_000);
    },
  }));
}

interface Race {
  readonly mode: ChannelSettings['ringing']['mode'];
  readonly assignee: string | null;
}

/** Agents who were on two calls at the same time. */
function talkedTwiceAtOnce(told: readonly GatewayEvent[]): readonly string[] {
  const talks = told
    .flatMap((event) => (event.type === 'contact.event' && event.event.type === 'answered-call' ? [event.event] : []))
    .map(({ agent, at, durationMs }) => ({ agent: agent ?? '', from: at - (durationMs ?? 0), until: at }))
    .sort((one, other) => one.agent.localeCompare(other.agent) || one.from - other.from);
  return talks.flatMap((talk, index) => {
    const previous = talks[index - 1];
    return previous?.agent === talk.agent && talk.from < previous.until ? [talk.agent] : [];
  });
}

/** Lets promises go on: what a provider answers. */
async function breathe(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

describe('a hundred agents race for ten thousand calls', () => {
  it(`each call has one winner or is missed once, none is lost, and nobody rings after its end (${seed})`, async () => {
    const chance = random(seed);
    const mood = { allDecline: false };
    const clock = fastClock();
    const log = recordedLog();
    const store = memoryStore(clock, log);
    const connector = fakeConnector([]);
    const answers = new Map<string, number>();
    const rejects = new Map<string, string>();
    connector.answer = async (callId) => {
      answers.set(callId, (answers.get(callId) ?? 0) + 1);
      return { ok: true, value: null };
    };
    connector.reject = async (callId, cause) => {
      rejects.set(callId, cause);
    };
    connector.hangUp = async () => {};
    const engine = createEngine({
      clock,
      log,
      domain,
      agents: [],
      colleagues: team(chance, mood),
      connector,
      store,
      digestUsers: [],
      callLimits: {},
    });
    const notes = testNotes({ store, connector, calling: engine.calling, clock, log });
    const events = connectorEvents(engine.router.events, engine.calling, store, notes, log);
    await connector.start(events);
    const races = new Map<string, Race>();
    const told: GatewayEvent[] = [];
    let cursor = 0;
    const listen = async (): Promise<void> => {
      await settle();
      // The store writes in order, so many changes a turn, and here far more may wait than a few turns take.
      expect(await store.submitAll()).toEqual({ ok: true, value: null });
      told.push(...eventsOf(store, cursor));
      cursor = store.cursor();
    };
    let ringing = modes[0] as ChannelSettings['ringing'];
    for (let call = 0; call < callCount; call += 1) {
      if (call % 100 === 0) {
        ringing = modes[Math.floor(chance() * modes.length)] as ChannelSettings['ringing'];
        events.channel({ settings: { ringing } });
        await listen();
      }
      mood.allDecline = chance() < 0.05;
      const contactId = `contact${Math.floor(chance() * contactCount)}`;
      const assigned = store.state(`contact.assigned/${contactId}`);
      const assignee = assigned?.type === 'contact.assigned' ? (assigned.assignee?.id ?? null) : null;
      const callId = `call-${call}`;
      races.set(callId, { mode: ringing.mode, assignee });
      events.incomingCall({
        callId,
        contactId,
        contactName: contactId,
        contactPhone: null,
        kind: 'voice',
        offerSdp: testOffer,
      });
      if (chance() < 0.02) events.callEnded(`call-${Math.floor(chance() * call)}`, 'hangup');
      clock.advance(Math.floor(chance() * 500));
      await breathe();
    }
    for (let second = 0; second < 120; second += 1) {
      clock.advance(1_000);
      await breathe();
    }
    await listen();

    const settledAs = new Map<string, string[]>();
    const winners = new Map<string, string | null>();
    const facts = new Map<string, string[]>();
    for (const event of told) {
      if (event.type === 'call.settled') {
        settledAs.set(event.callId, [...(settledAs.get(event.callId) ?? []), event.outcome]);
        winners.set(event.callId, event.agentName);
      } else if (event.type === 'contact.event' && event.event.callId !== null) {
        facts.set(event.event.callId, [...(facts.get(event.event.callId) ?? []), event.event.type]);
      }
    }
    const outcomes: Record<string, number> = {};
    for (const [callId, { mode, assignee }] of races) {
      const [outcome, ...more] = settledAs.get(callId) ?? [];
      if (outcome === undefined || more.length > 0) throw new Error(`${callId} was settled as ${[outcome, ...more]}`);
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      expect(facts.get(callId)).toHaveLength(1);
      if (outcome === 'answered') {
        expect(answers.get(callId)).toBe(1);
        expect(rejects.has(callId)).toBe(false);
        const winner = winners.get(callId)?.replace('Agent ', 'agent');
        if (mode === 'assignee-only' && assignee !== null) expect(winner).toBe(assignee);
      } else {
        expect(winners.get(callId)).toBeNull();
        expect(answers.get(callId) ?? 0).toBeLessThanOrEqual(1);
      }
    }
    expect(settledAs.size).toBe(callCount);
    expect(talkedTwiceAtOnce(told)).toEqual([]);
    // All of it happened, or the race proves nothing.
    expect(outcomes).toMatchObject({
      answered: expect.any(Number),
      missed: expect.any(Number),
    });
    expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(50);
    expect(clock.pending).toBe(0);
    expect(store.openCalls()).toEqual([]);
    expect(log.errors()).toEqual([]);
  }, 60_000);
});
