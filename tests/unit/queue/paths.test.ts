/** The call machine walked through completely with xstate/graph: every state that any order of events can reach. */
import { describe, expect, it } from 'vitest';
import { createActor, fromCallback, getNextTransitions, initialTransition, transition } from 'xstate';
import { getAdjacencyMap, getShortestPaths } from 'xstate/graph';
import { fail } from '#shared/result.ts';
import type { CallEvent, CallInput, LineReleased } from '../../../src/main/queue/call-context.ts';
import {
  type CallMachine,
  type CallSnapshot,
  offeredCallMachine,
  placedCallMachine,
} from '../../../src/main/queue/call-machine.ts';
import type { Effect } from '../../../src/main/queue/effects.ts';
import { defaultTimings } from '../../../src/main/queue/settings.ts';
import { accepted, ended, offered, settings } from './harness.ts';

const input = (isOutgoing: boolean): CallInput => ({
  call: {
    id: 'a',
    contactId: 'anna',
    name: 'Anna',
    phone: null,
    kind: 'voice',
    direction: isOutgoing ? 'business-initiated' : 'user-initiated',
    startedAt: 0,
  },
  target: isOutgoing ? { uri: 'anna', contactId: 'anna' } : null,
  told: [],
  settings: { ...settings, recording: { allowed: true, automatic: true } },
  queue: createActor(fromCallback<LineReleased>(() => {})),
  environment: {
    now: () => 1_000,
    sinceBoot: () => 500,
    effects: createActor(fromCallback<Effect>(() => {})),
    timings: defaultTimings,
  },
});

const failed = (command: 'answer' | 'place' | 'hangup', code: 'microphone' | 'gone'): CallEvent => ({
  type: 'phone.failed',
  command:
    command === 'place'
      ? { do: 'place', callId: 'a', target: { uri: 'anna', contactId: 'anna' }, kind: 'voice', camera: false }
      : command === 'answer'
        ? { do: command, callId: 'a', camera: false }
        : { do: command, callId: 'a' },
  attempt: 1,
  error: fail(code).error,
});

const events: readonly CallEvent[] = [
  { type: 'agent.answer', camera: false },
  { type: 'agent.decline' },
  { type: 'agent.end' },
  offered('a'),
  { type: 'call.ringing', callId: 'a' },
  accepted('a'),
  { type: 'call.media', callId: 'a', state: 'flowing' },
  { type: 'call.held', callId: 'a', by: 'local', on: true },
  { type: 'call.held', callId: 'a', by: 'local', on: false },
  ended('a', 'hangup'),
  ended('a', 'elsewhere'),
  ended('a', 'cancelled'),
  ended('a', 'connection', 'system'),
  ended('a', 'cancelled', 'local'),
  failed('answer', 'microphone'),
  failed('answer', 'gone'),
  failed('place', 'microphone'),
  failed('hangup', 'gone'),
  { type: 'settled', outcome: 'answered', agentName: 'Bob' },
  { type: 'settled', outcome: 'missed', agentName: null },
  { type: 'connection.lost' },
  { type: 'connection.back' },
  { type: 'phone.lost' },
  { type: 'gateway.restarted' },
  { type: 'resume' },
  { type: 'shutdown' },
];

/** The events of the limits that run in a state; xstate types them as its own. */
const limits = (snapshot: CallSnapshot): CallEvent[] =>
  getNextTransitions(snapshot)
    .map(({ eventType }) => eventType)
    .filter((type) => type.startsWith('xstate.after.'))
    .map((type) => ({ type }) as unknown as CallEvent);

const isOver = ({ value }: CallSnapshot) => value === 'ended';
const isUp = ({ value }: CallSnapshot) => typeof value === 'object' && 'up' in value;

const traversal = (isOutgoing: boolean) => ({
  input: input(isOutgoing),
  events: (snapshot: CallSnapshot) => [...events, ...limits(snapshot)],
  // Attempts and recordings only count up: what is left of the context decides nothing else.
  serializeState: ({ value, context }: CallSnapshot) =>
    JSON.stringify([
      value,
      context.answeredAt !== null,
      context.settled,
      context.media,
      context.isGivenUp,
      context.isConnected,
      context.verdict,
      Math.min(context.attempt, 1),
    ]),
  stopWhen: isOver,
  serializeEvent: (event: CallEvent) => JSON.stringify(event),
});

const machineOf = (isOutgoing: boolean): CallMachine => (isOutgoing ? placedCallMachine : offeredCallMachine);

/** What the machine asked of the effects actor on the way, by the pure transition function. */
function effectsAlong(isOutgoing: boolean, path: readonly CallEvent[]): Effect[] {
  const machine = machineOf(isOutgoing);
  let [snapshot, actions] = initialTransition(machine, input(isOutgoing));
  const all = [...actions];
  for (const event of path) {
    [snapshot, actions] = transition(machine, snapshot, event);
    all.push(...actions);
  }
  expect(isOver(snapshot)).toBe(true);
  return all.flatMap(({ type, params }) => {
    if (type !== 'xstate.sendTo' || typeof params !== 'object' || params === null || !('event' in params)) return [];
    const { event } = params as { event: { type: string } };
    return ['journal', 'phone', 'record', 'notice'].includes(event.type) ? [event as Effect] : [];
  });
}

describe.each([
  ['incoming', false],
  ['outgoing', true],
] as const)('an %s call', (_, isOutgoing) => {
  const machine = machineOf(isOutgoing);
  const states = Object.values(getAdjacencyMap(machine, traversal(isOutgoing)));

  it('reaches every state there is for it', () => {
    const values = new Set(states.map(({ state }) => JSON.stringify(state.value)));
    const before = isOutgoing
      ? [{ outgoing: 'dialing' }, { outgoing: 'ringing-out' }]
      : [{ waiting: 'ringing' }, { waiting: 'unreachable' }, { waiting: 'orphaned' }, 'answering'];
    const all = [...before, { up: 'active' }, { up: 'held' }, 'ending', 'ended'];
    expect([...values].toSorted()).toEqual(all.map((value) => JSON.stringify(value)).toSorted());
  });

  it('ends by its limits alone from wherever it waits for somebody', () => {
    for (const { state } of states) {
      let snapshot = state;
      for (let turn = 0; turn < 5 && !isOver(snapshot) && !isUp(snapshot); turn += 1) {
        const [limit] = limits(snapshot);
        expect(limit, JSON.stringify(snapshot.value)).toBeDefined();
        if (limit !== undefined) [snapshot] = transition(machine, snapshot, limit);
      }
      expect(isOver(snapshot) || isUp(snapshot)).toBe(true);
    }
  });

  it('has a verdict wherever it is over, and one that fits what happened', () => {
    const over = states.map(({ state }) => state).filter(isOver);
    expect(over.length).toBeGreaterThan(8);
    for (const { context } of over) {
      expect(context.verdict).not.toBeNull();
      if (context.verdict?.outcome === 'answered') expect(context.answeredAt).not.toBeNull();
      if (context.answeredAt !== null && context.media !== 'connecting')
        expect(['answered', 'interrupted']).toContain(context.verdict?.outcome);
    }
  });

  it('is opened once and closed once in the journal on every shortest path', () => {
    const paths = getShortestPaths(machine, { ...traversal(isOutgoing), toState: isOver });
    expect(paths.length).toBeGreaterThan(8);
    let facts = 0;
    for (const { steps } of paths) {
      const path = steps.map(({ event }) => event).filter(({ type }) => type !== ('xstate.init' as string));
      const entries = effectsAlong(isOutgoing, path).flatMap((effect) =>
        effect.type === 'journal' ? effect.entries : [],
      );
      expect(entries.filter(({ type }) => type === 'open')).toHaveLength(1);
      const closing = entries.filter((entry) => entry.type === 'update' && entry.changes.outcome !== undefined);
      expect(closing).toHaveLength(1);
      // Its fact is part of the same entry, so that nothing that groups or cuts entries can part them.
      const telling = entries.filter((entry) => entry.type === 'update' && entry.event !== undefined);
      expect(closing).toEqual(expect.arrayContaining(telling));
      facts += telling.length;
    }
    expect(facts).toBeGreaterThan(8);
  });
});
