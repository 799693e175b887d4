/** The states of a call before and after it is up; drawn in call-machine.ts. */
import { failureNotice } from './call-notices.ts';
import { callSetup } from './call-setup.ts';
import { verdictOfFailure, verdictOfSettled } from './call-verdict.ts';

/** Waits for an Answer. What ends it here leaves the line alone, whoever is on it. */
export const waiting = callSetup.createStateConfig({
  initial: 'ringing',
  on: {
    'agent.decline': { target: 'ended', actions: ['turnAway', { type: 'decideByCut', params: 'agent' }] },
    // The microphone failed while the agent pressed End: they do not want this call.
    'agent.end': { target: 'ended', actions: ['turnAway', { type: 'decideByCut', params: 'agent' }] },
    // Answered, but not by the agent: an answer that was given up came through nevertheless.
    'call.accepted': {
      target: 'ended',
      actions: ['hangUp', { type: 'decide', params: { outcome: 'failed', reason: 'late answer', basis: 'guessed' } }],
    },
    'call.ended': [
      {
        guard: ({ event }) => event.cause === 'connection',
        target: '.orphaned',
        actions: { type: 'setGivenUp', params: true },
      },
      { target: 'ended', actions: { type: 'decideByPhone', params: ({ event }) => event } },
    ],
    settled: {
      target: 'ended',
      actions: [
        'turnAway',
        { type: 'decide', params: ({ event }) => verdictOfSettled(event.outcome, event.agentName) },
      ],
    },
    'phone.lost': '.orphaned',
    'gateway.restarted': '.orphaned',
    resume: {
      guard: 'isOverdue',
      target: 'ended',
      actions: ['turnAway', { type: 'decideByCut', params: 'ring-timeout' }],
    },
    shutdown: { target: 'ended', actions: { type: 'decideByCut', params: 'shutdown' } },
  },
  states: {
    ringing: {
      always: { guard: 'isCutOff', target: 'unreachable' },
      on: {
        'agent.answer': {
          target: '#call.answering',
          actions: { type: 'setCamera', params: ({ event }) => event.camera },
        },
      },
      after: {
        ringLimit: { target: '#call.ended', actions: ['turnAway', { type: 'decideByCut', params: 'ring-timeout' }] },
      },
    },
    unreachable: {
      always: { guard: 'isConnected', target: 'ringing' },
      on: { 'call.offered': { actions: { type: 'setConnected', params: true } } },
      after: {
        grace: { target: '#call.ended', actions: ['turnAway', { type: 'decideByCut', params: 'grace-timeout' }] },
      },
    },
    orphaned: {
      // Already orphaned: nothing starts the grace time anew.
      on: {
        'call.offered': { target: 'ringing', actions: { type: 'setConnected', params: true } },
        'phone.lost': {},
        'gateway.restarted': {},
      },
      exit: { type: 'setGivenUp', params: false },
      after: {
        grace: { target: '#call.ended', actions: ['turnAway', { type: 'decideByCut', params: 'grace-timeout' }] },
      },
    },
  },
});

export const answering = callSetup.createStateConfig({
  entry: [
    'countAttempt',
    { type: 'tellPhone', params: ({ context }) => ({ do: 'answer', callId: context.call.id, camera: context.camera }) },
  ],
  on: {
    'agent.end': { target: 'ending', actions: { type: 'decideByCut', params: 'agent' } },
    'call.accepted': 'up',
    'call.ended': [
      {
        guard: ({ event }) => event.cause === 'connection',
        target: 'waiting.orphaned',
        actions: ['releaseLine', { type: 'setGivenUp', params: true }],
      },
      { target: 'ended', actions: { type: 'decideByPhone', params: ({ event }) => event } },
    ],
    'phone.failed': [
      // Only the answer limit ends the wait: the phone window may be about to get through.
      { guard: ({ event }) => event.error.code === 'timeout' },
      {
        guard: { type: 'isAnswerToNothing', params: ({ event }) => event },
        target: 'waiting.orphaned',
        actions: 'releaseLine',
      },
      {
        guard: { type: 'isThisAnswer', params: ({ event }) => event },
        target: 'waiting.ringing',
        actions: [
          'releaseLine',
          { type: 'notify', params: ({ context, event }) => failureNotice(context, event.error) },
        ],
      },
    ],
    settled: [
      // Perhaps it was us who answered: only SIP knows.
      {
        guard: ({ event }) => event.outcome === 'answered',
        actions: { type: 'rememberSettled', params: ({ event }) => event },
      },
      {
        target: 'ended',
        actions: [
          'hangUp',
          { type: 'decide', params: ({ event }) => verdictOfSettled(event.outcome, event.agentName) },
        ],
      },
    ],
    'phone.lost': { target: 'waiting.orphaned', actions: ['releaseLine', 'losePictures'] },
    shutdown: { target: 'ended', actions: ['hangUp', { type: 'decideByCut', params: 'shutdown' }] },
  },
  after: { answerLimit: { target: 'ending', actions: 'decideUnanswered' } },
});

/** Placed by the agent; nobody has answered yet. */
export const outgoing = callSetup.createStateConfig({
  initial: 'dialing',
  on: {
    'agent.end': { target: 'ending', actions: { type: 'decideByCut', params: 'agent' } },
    'call.accepted': 'up',
    'call.ended': { target: 'ended', actions: { type: 'decideByPhone', params: ({ event }) => event } },
    'phone.failed': {
      guard: { type: 'isPlacing', params: ({ event }) => event },
      target: 'ended',
      actions: { type: 'decide', params: ({ event }) => verdictOfFailure(event.error.code) },
    },
    'phone.lost': { target: 'ended', actions: { type: 'decideByCut', params: 'phone-lost' } },
    shutdown: { target: 'ended', actions: ['hangUp', { type: 'decideByCut', params: 'shutdown' }] },
  },
  states: {
    dialing: {
      entry: 'place',
      on: { 'call.ringing': 'ringing-out' },
      after: { dialLimit: { target: '#call.ending', actions: { type: 'decideByCut', params: 'dial-timeout' } } },
    },
    'ringing-out': {
      after: { ringOutLimit: { target: '#call.ending', actions: { type: 'decideByCut', params: 'ring-timeout' } } },
    },
  },
});

/** Told to end, and not yet reported as ended. */
export const ending = callSetup.createStateConfig({
  entry: 'hangUp',
  on: {
    'call.ended': [
      // The far end was quicker: its word, not ours, says how the call came out.
      {
        guard: ({ event }) => event.by === 'remote',
        target: 'ended',
        actions: { type: 'decideByPhone', params: ({ event }) => event },
      },
      { target: 'ended' },
    ],
    // Our End and the answer passed each other.
    'call.accepted': { actions: 'hangUp' },
    'phone.failed': { guard: { type: 'isHangUpOfNothing', params: ({ event }) => event }, target: 'ended' },
    'phone.lost': 'ended',
    shutdown: 'ended',
  },
  after: { endLimit: 'ended' },
});
