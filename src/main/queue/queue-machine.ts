import type { SnapshotFrom } from 'xstate';
import { emptyMemory } from './memory.ts';
import { queueSetup } from './queue-setup.ts';

/** The line is free (also during after-call work, which answering or placing ends). */
const onFreeLine = queueSetup.createStateConfig({
  on: {
    'agent.answer': [
      {
        guard: { type: 'mayAnswer', params: ({ event }) => event.callId },
        target: 'engaged',
        actions: [
          { type: 'takeLine', params: ({ event }) => event.callId },
          { type: 'answer', params: ({ event }) => event },
        ],
      },
      { actions: { type: 'refuseAnswer', params: ({ event }) => event.callId } },
    ],
    'agent.place': [
      {
        guard: { type: 'mayPlace', params: ({ event }) => event.call.id },
        target: 'engaged',
        actions: [
          { type: 'takeLine', params: ({ event }) => event.call.id },
          { type: 'addCall', params: ({ event }) => ({ call: event.call, target: event.target }) },
        ],
      },
      { actions: { type: 'refusePlace', params: ({ event }) => event.call.id } },
    ],
  },
});

/**
 * All calls of one desktop and the one line they share.
 *
 * ```
 *   offer ──► a call actor more, in any state but `closed`          (calls wait outside these states: 0…n of them ring)
 *
 *            ┌──── agent.answer [it rings here], agent.place [registered] ────┐
 *            │                                                                ▼
 *     ┌──────┴──┐     line.released, holder done [no talk or wrap-up]    ┌─────────┐
 *     │  free   │◄───────────────────────────────────────────────────────┤ engaged │  agent.answer, agent.place
 *     └──▲──────┘                                                        └──┬───▲──┘  ──► refused: busy
 *        │                                                                  │   │
 *        │ wrapUpTime, agent.finishWrapUp   ┌──────────┐  holder done       │   │
 *        └──────────────────────────────────┤  wrapUp  │◄─[talked]──────────┘   │
 *                                           └────┬─────┘                        │
 *                                                └── agent.answer, agent.place ─┘
 *
 *     any ── shutdown ──► closed   (every call ends, every agent event is refused: offline)
 * ```
 *
 * `engaged` takes no Answer at all, by whatever road it comes: that is the rule "one active call". `holder` names the call
 * for which the line is engaged; every refusal is emitted as `refused` with its reason. Presence says whether calls ring
 * (projection.ts), it never stops an agent who answers nevertheless.
 */
export const queueMachine = queueSetup.createMachine({
  id: 'queue',
  context: ({ input }) => ({
    ...input,
    calls: new Map(),
    holder: null,
    ended: emptyMemory(),
    settled: emptyMemory(),
    wrapUpUntil: null,
    connected: false,
    registered: false,
  }),
  initial: 'free',
  on: {
    offer: [
      {
        guard: { type: 'isOver', params: ({ event }) => event.call.id },
        actions: { type: 'turnAway', params: ({ event }) => event.call.id },
      },
      { actions: { type: 'addCall', params: ({ event }) => ({ call: event.call, target: null }) } },
    ],
    // Answered while it was being cancelled: nobody is there for it.
    'call.accepted': { actions: { type: 'hangUp', params: ({ event }) => event.callId } },
    'record.started': { actions: { type: 'journalLateRecording', params: ({ event }) => event.recordingId } },
    'call.settled': { actions: { type: 'rememberSettled', params: ({ event }) => event } },
    registration: {
      guard: { type: 'isNews', params: ({ event }) => event },
      actions: { type: 'setRegistration', params: ({ event }) => event },
    },
    'agent.request': [
      {
        guard: { type: 'mayRequest', params: ({ event }) => event },
        actions: { type: 'request', params: ({ event }) => event },
      },
      { actions: { type: 'refuseRequest', params: ({ event }) => event } },
    ],
    'agent.presence': { actions: { type: 'setPresence', params: ({ event }) => event.presence } },
    'agent.finishWrapUp': {},
    'phone.lost': { actions: ['losePhone', { type: 'tellCalls', params: { type: 'phone.lost' } }] },
    'gateway.restarted': { actions: { type: 'tellCalls', params: { type: 'gateway.restarted' } } },
    resume: { actions: { type: 'tellCalls', params: { type: 'resume' } } },
    shutdown: { target: '.closed', actions: { type: 'tellCalls', params: { type: 'shutdown' } } },
    settings: {
      actions: [
        { type: 'setSettings', params: ({ event }) => event.settings },
        { type: 'tellCalls', params: ({ event }) => event },
      ],
    },
    contact: { actions: { type: 'tellCalls', params: ({ event }) => event } },
    'xstate.done.actor.*': { actions: { type: 'forget', params: ({ event }) => event.output } },
    'xstate.error.actor.*': { actions: { type: 'buryBroken', params: ({ event }) => event.actorId } },
  },
  states: {
    free: onFreeLine,
    engaged: {
      on: {
        'agent.answer': { actions: { type: 'refuseAnswer', params: ({ event }) => event.callId } },
        'agent.place': { actions: { type: 'refusePlace', params: ({ event }) => event.call.id } },
        'line.released': { guard: { type: 'isHolder', params: ({ event }) => event.callId }, target: 'free' },
        'xstate.done.actor.*': [
          {
            guard: { type: 'isHolderWithWrapUp', params: ({ event }) => event.output },
            target: 'wrapUp',
            actions: { type: 'forget', params: ({ event }) => event.output },
          },
          {
            guard: { type: 'isHolder', params: ({ event }) => event.output.callId },
            target: 'free',
            actions: { type: 'forget', params: ({ event }) => event.output },
          },
          { actions: { type: 'forget', params: ({ event }) => event.output } },
        ],
        'xstate.error.actor.*': [
          {
            guard: { type: 'isHoldersPlace', params: ({ event }) => event.actorId },
            target: 'free',
            actions: { type: 'buryBroken', params: ({ event }) => event.actorId },
          },
          { actions: { type: 'buryBroken', params: ({ event }) => event.actorId } },
        ],
      },
      exit: 'releaseLine',
    },
    wrapUp: {
      ...onFreeLine,
      on: {
        ...onFreeLine.on,
        'agent.finishWrapUp': 'free',
        resume: {
          guard: 'isWrapUpOver',
          target: 'free',
          actions: { type: 'tellCalls', params: { type: 'resume' } },
        },
      },
      entry: 'startWrapUp',
      after: { wrapUpTime: 'free' },
      exit: 'endWrapUp',
    },
    closed: {
      on: {
        'agent.answer': { actions: 'refuseClosed' },
        'agent.place': { actions: 'refuseClosed' },
        'agent.request': { actions: 'refuseClosed' },
        'agent.presence': { actions: 'refuseClosed' },
        'agent.finishWrapUp': { actions: 'refuseClosed' },
        // Left ringing: a colleague, or the agent's other device, may take it.
        offer: {},
        shutdown: {},
      },
    },
  },
});

export type QueueSnapshot = SnapshotFrom<typeof queueMachine>;
