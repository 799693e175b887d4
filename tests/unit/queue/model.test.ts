/**
 * Whatever happens, in whatever order, once, twice or never: one active call at most, no call lost from the journal, every call
 * ends, every wish gets an answer. fast-check prints seed and path of a counterexample; put them into `fc.assert` to replay it.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PhoneToMain } from '#shared/contracts/phone.ts';
import { callOutcome } from '#shared/contracts/records.ts';
import { errorCodes, fail, ok, type Result } from '#shared/result.ts';
import type { QueueCommand, SystemEvent } from '../../../src/main/queue/commands.ts';
import { createHarness, ended, type Harness, offered, registration } from './harness.ts';

type Step =
  | { readonly step: 'phone'; readonly message: PhoneToMain }
  | {
      readonly step: 'settled';
      readonly callId: string;
      readonly outcome: 'answered' | 'missed' | 'declined' | 'failed';
    }
  | { readonly step: 'command'; readonly command: QueueCommand }
  | { readonly step: 'place' }
  | { readonly step: 'system'; readonly event: SystemEvent }
  | { readonly step: 'wait'; readonly ms: number }
  | { readonly step: 'sleep'; readonly ms: number }
  | {
      readonly step: 'reply';
      readonly to: 'answer' | 'place' | 'hangup' | 'record' | 'stopRecord';
      readonly reply: Result<null>;
    }
  | { readonly step: 'recorder'; readonly reply: Result<null> }
  | { readonly step: 'settle' };

const callIds = ['a', 'b', 'c', 'd', 'placed-1', 'placed-2'] as const;
const callId = fc.constantFrom(...callIds);
const recordingId = fc.constantFrom('a', 'a-2', 'b', 'placed-1');
const on = fc.boolean();
const causes = [
  'hangup',
  'elsewhere',
  'cancelled',
  'declined',
  'busy',
  'no-answer',
  'unreachable',
  'refused',
  'media',
  'connection',
  'internal',
] as const;

const phoneMessage: fc.Arbitrary<PhoneToMain> = fc.oneof(
  { arbitrary: callId.map((id) => offered(id)), weight: 8 },
  { arbitrary: callId.map((id) => ({ type: 'call.accepted', callId: id }) as const), weight: 8 },
  { arbitrary: callId.map((id) => ({ type: 'call.ringing', callId: id }) as const), weight: 2 },
  {
    arbitrary: fc
      .tuple(callId, fc.constantFrom(...causes), fc.constantFrom('local', 'remote', 'system'))
      .map(([id, cause, by]) => ended(id, cause, by)),
    weight: 6,
  },
  fc.record({ type: fc.constant('call.held'), callId, by: fc.constantFrom('local', 'remote'), on }),
  fc.record({ type: fc.constant('call.muted'), callId, on }),
  fc.record({ type: fc.constant('call.media'), callId, state: fc.constantFrom('flowing', 'interrupted') }),
  fc.record({ type: fc.constant('record.started'), recordingId, mimeType: fc.constant('audio/webm') }),
  fc.record({ type: fc.constant('record.stopped'), recordingId, chunks: fc.nat(9) }),
  fc.record({ type: fc.constant('record.failed'), recordingId, error: fc.constant({ code: 'media' as const }) }),
  {
    arbitrary: fc
      .constantFrom('connecting', 'registered', 'registered', 'registered', 'unregistered', 'refused')
      .map(registration),
    weight: 3,
  },
);

const command: fc.Arbitrary<QueueCommand> = fc.oneof(
  { arbitrary: callId.map((id) => ({ do: 'answer', callId: id, camera: false }) as const), weight: 10 },
  { arbitrary: callId.map((id) => ({ do: 'decline', callId: id }) as const), weight: 2 },
  { arbitrary: callId.map((id) => ({ do: 'end', callId: id }) as const), weight: 3 },
  fc.record({ do: fc.constantFrom('mute', 'hold', 'record'), callId, on }),
  fc.record({ do: fc.constant('dtmf'), callId, tones: fc.constant('1#') }),
  fc.record({ do: fc.constant('presence'), presence: fc.constantFrom('available', 'busy', 'away') }),
  fc.constant({ do: 'finishWrapUp' } as const),
);

const failure = fc.constantFrom(
  ok(null),
  ok(null),
  fail('microphone'),
  fail('gone'),
  fail('timeout'),
  fail('offline'),
  fail('disk-full'),
);

const step: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: phoneMessage.map((message) => ({ step: 'phone', message }) as const), weight: 12 },
  { arbitrary: command.map((wish) => ({ step: 'command', command: wish }) as const), weight: 8 },
  { arbitrary: fc.constant({ step: 'place' } as const), weight: 1 },
  { arbitrary: fc.constant({ step: 'settle' } as const), weight: 4 },
  fc.record({
    step: fc.constant('settled'),
    callId,
    outcome: fc.constantFrom('answered', 'missed', 'declined', 'failed'),
  }),
  {
    arbitrary: fc
      .constantFrom<SystemEvent>(
        { type: 'phone.lost' },
        { type: 'phone.back' },
        { type: 'gateway.restarted' },
        { type: 'resume' },
        { type: 'recording.failed', recordingId: 'a', error: { code: 'disk-full' } },
        { type: 'contact', contact: { id: 'contact-of-a', name: 'Carla', phone: '+391' } },
      )
      .map((event) => ({ step: 'system', event }) as const),
    weight: 1,
  },
  {
    arbitrary: fc.constantFrom(1, 900, 5_000, 14_999, 30_000, 90_000).map((ms) => ({ step: 'wait', ms }) as const),
    weight: 2,
  },
  fc.constantFrom(60_000, 200_000, -5_000).map((ms) => ({ step: 'sleep', ms }) as const),
  fc.record({
    step: fc.constant('reply'),
    to: fc.constantFrom('answer', 'place', 'hangup', 'record', 'stopRecord'),
    reply: failure,
  }),
  failure.map((reply) => ({ step: 'recorder', reply }) as const),
);

/** What usually happens: leads the random walk away from the first few states. */
const fragment: fc.Arbitrary<readonly Step[]> = fc.oneof(
  fc
    .tuple(callId, on)
    .map(([id, isRecorded]): readonly Step[] => [
      { step: 'reply', to: 'answer', reply: ok(null) },
      { step: 'phone', message: offered(id) },
      { step: 'command', command: { do: 'answer', callId: id, camera: false } },
      { step: 'settle' },
      { step: 'phone', message: { type: 'call.accepted', callId: id } },
      { step: 'command', command: { do: 'record', callId: id, on: isRecorded } },
    ]),
  fc.tuple(callId, fc.constantFrom(...causes)).map(([id, cause]): readonly Step[] => [
    { step: 'phone', message: offered(id) },
    { step: 'phone', message: ended(id, cause) },
  ]),
  fc
    .tuple(fc.constantFrom('placed-1', 'placed-2', 'placed-3'), fc.constantFrom(...causes), on)
    .map(([id, cause, isOver]): readonly Step[] => [
      { step: 'reply', to: 'place', reply: ok(null) },
      { step: 'phone', message: registration('registered') },
      { step: 'place' },
      { step: 'settle' },
      { step: 'phone', message: { type: 'call.ringing', callId: id } },
      ...(isOver ? [{ step: 'phone', message: ended(id, cause) } as const] : []),
    ]),
  fc.tuple(callId, on).map(([id, isOn]): readonly Step[] => [
    { step: 'command', command: { do: 'hold', callId: id, on: isOn } },
    { step: 'phone', message: { type: 'call.held', callId: id, by: 'local', on: isOn } },
    { step: 'command', command: { do: 'record', callId: id, on: isOn } },
  ]),
);

const story = fc
  .array(fc.oneof({ arbitrary: step.map((one) => [one]), weight: 5 }, { arbitrary: fragment, weight: 1 }), {
    minLength: 1,
    maxLength: 80,
    size: 'max',
  })
  .map((parts) => parts.flat());

const settings = fc.record({
  mode: fc.constantFrom('gateway', 'pbx'),
  wrapUpMs: fc.constantFrom(0, 7_000),
  recording: fc.record({ allowed: fc.boolean(), automatic: fc.boolean() }),
});

async function take(harness: Harness, todo: Step): Promise<Result<unknown> | null> {
  const { queue, clock } = harness;
  switch (todo.step) {
    case 'phone':
      queue.fromPhone(todo.message);
      return null;
    case 'settled':
      queue.fromGateway({
        type: 'call.settled',
        callId: todo.callId,
        contactId: 'x',
        outcome: todo.outcome,
        agentName: 'Bob',
      });
      return null;
    case 'command':
      return queue.command(todo.command);
    case 'place':
      return queue.place({ contact: { id: 'x', name: 'X', phone: null }, uri: 'x', kind: 'voice' });
    case 'system':
      queue.system(todo.event);
      return null;
    case 'wait':
      clock.increment(todo.ms);
      return null;
    case 'sleep':
      harness.sleep(todo.ms);
      return null;
    case 'reply':
      harness.replies.set(todo.to, todo.reply);
      return null;
    case 'recorder':
      harness.recorder.reply = todo.reply;
      return null;
    case 'settle':
      await harness.settle();
      return null;
  }
}

function expectInvariants(harness: Harness): void {
  const { calls } = harness.queue.views();
  expect(calls.filter(({ phase }) => phase !== 'ringing').length).toBeLessThanOrEqual(1);
  const open = Array.from(harness.rows.values()).filter(({ outcome }) => outcome === null);
  expect(open.map(({ id }) => id)).toEqual(calls.map(({ id }) => id));
  expect(harness.faults).toEqual([]);
  expect(harness.logged.filter((text) => /broke|threw/.test(text))).toEqual([]);
  const isOnTheLine = calls.some(({ phase }) => phase !== 'ringing');
  for (const { phase, refusal, answeredAt } of calls) {
    if (phase === 'ringing' && isOnTheLine) expect(refusal).toBe('busy');
    if (phase === 'ringing' && !isOnTheLine) expect(refusal).not.toBe('busy');
    if (phase === 'active' || phase === 'held') expect(answeredAt).not.toBeNull();
  }
}

describe('the queue under random events', () => {
  it('keeps its promises', async () => {
    const reached = new Set<string>();
    await fc.assert(
      fc.asyncProperty(settings, story, async (chosen, steps) => {
        const harness = createHarness({ settings: chosen });
        for (const todo of steps) {
          const answer = await take(harness, todo);
          if (todo.step === 'command' || todo.step === 'place') {
            expect(answer?.ok === true || (answer?.ok === false && errorCodes.includes(answer.error.code))).toBe(true);
            if (answer?.ok === false) reached.add(`refused: ${answer.error.code}`);
          }
          expectInvariants(harness);
          for (const { phase } of harness.queue.views().calls) reached.add(phase);
        }
        // Left alone, everything that waits for somebody comes to its end; people may talk as long as they like.
        await harness.settle();
        // Timers that a timer starts count from the end of the increment.
        for (let turn = 0; turn < 5; turn += 1) {
          harness.clock.increment(200_000);
          await harness.settle();
        }
        expectInvariants(harness);
        for (const { phase } of harness.queue.views().calls) expect(['active', 'held']).toContain(phase);
        harness.queue.stop();
        await harness.settle();
        expectInvariants(harness);
        expect(harness.queue.views().calls).toEqual([]);
        for (const row of harness.rows.values()) {
          expect(row.endedAt).toBeGreaterThanOrEqual(row.answeredAt ?? row.startedAt);
          reached.add(`outcome: ${row.outcome}`);
        }
      }),
      { numRuns: 400 },
    );
    // The sequences went everywhere: a generator that reaches little proves little.
    const everything = [
      ...['ringing', 'answering', 'dialing', 'ringing-out', 'active', 'held', 'ending'],
      ...callOutcome.options.map((outcome) => `outcome: ${outcome}`),
      ...['busy', 'gone', 'not-found', 'offline', 'recording-disabled'].map((code) => `refused: ${code}`),
    ];
    expect(everything.filter((item) => !reached.has(item))).toEqual([]);
  }, 30_000);
});
