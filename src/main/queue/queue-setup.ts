/** Guards, actions and delays that the queue machine's drawing refers to by name. */
import { assign, emit, enqueueActions, sendTo, setup } from 'xstate';
import type { GatewayEvent } from '#shared/contracts/agent.ts';
import type { PhoneEvent, PlaceTarget } from '#shared/contracts/phone.ts';
import type { Presence } from '#shared/contracts/records.ts';
import { type Failure, fail } from '#shared/result.ts';
import type { CallEvent, CallFacts, CallInput, CallOutput, CallRequest } from './call-context.ts';
import { offeredCallMachine, placedCallMachine } from './call-machine.ts';
import { callOutput, closingEffects } from './call-setup.ts';
import type { Effect } from './effects.ts';
import { recall, remember } from './memory.ts';
import {
  callAt,
  freePlace,
  type QueueContext,
  type QueueEvent,
  type QueueInput,
  type Refused,
} from './queue-context.ts';
import { answerRefusal, placeRefusal, requestRefusal } from './refusals.ts';
import type { QueueSettings } from './settings.ts';

const without = (calls: QueueContext['calls'], callId: string): QueueContext['calls'] => {
  const rest = new Map(calls);
  rest.delete(callId);
  return rest;
};

/** A refusal action runs only where its guard said no; the fallback keeps the types honest. */
const refused = (failure: Failure | null): Refused => ({
  type: 'refused',
  failure: failure ?? fail('internal', 'refused without a reason').error,
});

export const queueSetup = setup({
  types: {} as { context: QueueContext; events: QueueEvent; input: QueueInput; emitted: Refused },
  actors: { offeredCall: offeredCallMachine, placedCall: placedCallMachine },
  delays: { wrapUpTime: ({ context }) => context.settings.wrapUpMs },
  guards: {
    mayAnswer: ({ context }, callId: string) => answerRefusal(context, callId) === null,
    mayPlace: ({ context }, callId: string) => placeRefusal(context, callId) === null,
    mayRequest: ({ context }, wish: { callId: string; request: CallRequest }) =>
      requestRefusal(context, wish.callId, wish.request) === null,
    /**
     * An offer that comes after its own end: a late INVITE, or one that the gateway took back by its other socket. A call that was only given
     * up here is not over: offered again, it rings again.
     */
    isOver: ({ context }, callId: string) =>
      recall(context.ended, callId)?.mayStillRing === false || recall(context.settled, callId) !== undefined,
    isHolder: ({ context }, callId: string) => context.holder === callId,
    isHoldersPlace: ({ context }, actorId: string) =>
      context.holder !== null && callAt(context.calls, actorId)?.[0] === context.holder,
    isHolderWithWrapUp: ({ context }, { callId, talked }: CallOutput) =>
      context.holder === callId && talked && context.settings.wrapUpMs > 0,
    isWrapUpOver: ({ context }) => context.wrapUpUntil !== null && context.environment.now() >= context.wrapUpUntil,
    isNews: ({ context }, registration: PhoneEvent<'registration'>) =>
      context.connected !== isConnected(registration) || context.registered !== (registration.state === 'registered'),
  },
  actions: {
    refuseAnswer: emit(({ context }, callId: string) => refused(answerRefusal(context, callId))),
    refusePlace: emit(({ context }, callId: string) => refused(placeRefusal(context, callId))),
    refuseRequest: emit(({ context }, wish: { callId: string; request: CallRequest }) =>
      refused(requestRefusal(context, wish.callId, wish.request)),
    ),
    refuseClosed: emit(refused(fail('offline', 'the application is closing').error)),

    addCall: assign(({ context, spawn, self }, { call, target }: { call: CallFacts; target: PlaceTarget | null }) => {
      const { settings, environment } = context;
      const told = recall(context.ended, call.id)?.told ?? [];
      const input: CallInput = { call, target, told, settings, environment, queue: self };
      const ref = spawn(target === null ? 'offeredCall' : 'placedCall', { id: freePlace(context.calls), input });
      return { calls: new Map(context.calls).set(call.id, ref) };
    }),
    /** An offer that nobody wants any more. */
    turnAway: sendTo(
      ({ context }) => context.environment.effects,
      (_, callId: string): Effect => ({
        type: 'phone',
        callId,
        command: { do: 'decline', callId, busy: false },
        attempt: 0,
      }),
    ),
    hangUp: sendTo(
      ({ context }) => context.environment.effects,
      (_, callId: string): Effect => ({ type: 'phone', callId, command: { do: 'hangup', callId }, attempt: 0 }),
    ),
    takeLine: assign((_, callId: string) => ({ holder: callId })),
    releaseLine: assign({ holder: null }),
    answer: enqueueActions(({ context, enqueue }, { callId, camera }: { callId: string; camera: boolean }) => {
      const call = context.calls.get(callId);
      if (call !== undefined) enqueue.sendTo(call, { type: 'agent.answer', camera });
    }),
    request: enqueueActions(({ context, enqueue }, wish: { callId: string; request: CallRequest }) => {
      const call = context.calls.get(wish.callId);
      if (call !== undefined) enqueue.sendTo(call, wish.request);
    }),
    tellCalls: enqueueActions(({ context, enqueue }, event: CallEvent) => {
      for (const call of context.calls.values()) enqueue.sendTo(call, event);
    }),
    forget: enqueueActions(({ context, enqueue }, { callId, outcome, recordingId, mayStillRing, told }: CallOutput) => {
      const call = context.calls.get(callId);
      if (call !== undefined) enqueue.stopChild(call);
      enqueue.assign({
        calls: without(context.calls, callId),
        ended: remember(context.ended, callId, { outcome, recordingId, mayStillRing, told }),
      });
    }),
    /** A call machine that threw is a fault of ours; its row is closed all the same. */
    buryBroken: enqueueActions(({ context, enqueue }, actorId: string) => {
      const found = callAt(context.calls, actorId);
      if (found === undefined) return;
      const [callId, call] = found;
      const { effects } = context.environment;
      const { context: last } = call.getSnapshot();
      const { outcome, recordingId, mayStillRing, told } = callOutput(last);
      for (const effect of closingEffects(last)) enqueue.sendTo(effects, effect);
      enqueue.sendTo(effects, { type: 'phone', callId, command: { do: 'hangup', callId }, attempt: 0 });
      enqueue.stopChild(call);
      enqueue.assign({
        calls: without(context.calls, callId),
        ended: remember(context.ended, callId, { outcome, recordingId, mayStillRing, told }),
      });
    }),
    /** The gateway's word about a call that does not ring here, or no more. */
    rememberSettled: enqueueActions(
      ({ context, enqueue }, { callId, outcome, agentName }: Extract<GatewayEvent, { type: 'call.settled' }>) => {
        const ended = recall(context.ended, callId);
        if (ended === undefined) enqueue.assign({ settled: remember(context.settled, callId, true) });
        // Given up here, and now over for everybody.
        else if (ended.mayStillRing)
          enqueue.assign({ ended: remember(context.ended, callId, { ...ended, mayStillRing: false }) });
        else if (ended.outcome === 'answered-elsewhere' && outcome === 'answered' && agentName !== null)
          enqueue.sendTo(context.environment.effects, {
            type: 'journal',
            entries: [{ type: 'update', callId, changes: { reason: agentName } }],
          });
      },
    ),
    /** The call was over before the recorder said that it had begun. */
    journalLateRecording: enqueueActions(({ context, enqueue }, recordingId: string) => {
      for (const [callId, ended] of [...context.ended.young, ...context.ended.old])
        if (ended.recordingId === recordingId)
          enqueue.sendTo(context.environment.effects, {
            type: 'journal',
            entries: [{ type: 'update', callId, changes: { hasRecording: true } }],
          });
    }),
    setRegistration: enqueueActions(({ context, enqueue }, registration: PhoneEvent<'registration'>) => {
      const connected = isConnected(registration);
      enqueue.assign({ connected, registered: registration.state === 'registered' });
      if (connected === context.connected) return;
      const event: CallEvent = { type: connected ? 'connection.back' : 'connection.lost' };
      for (const call of context.calls.values()) enqueue.sendTo(call, event);
    }),
    losePhone: assign({ connected: false, registered: false }),
    setPresence: assign((_, presence: Presence) => ({ presence })),
    setSettings: assign((_, settings: QueueSettings) => ({ settings })),
    startWrapUp: assign(({ context }) => ({ wrapUpUntil: context.environment.now() + context.settings.wrapUpMs })),
    endWrapUp: assign({ wrapUpUntil: null }),
  },
});

/** A refused account leaves the socket and the calls on it alone. */
function isConnected({ state }: PhoneEvent<'registration'>): boolean {
  return state === 'registered' || state === 'refused';
}
