import type { ActorRefFrom, SnapshotFrom } from 'xstate';
import type { CallPhase } from '#shared/contracts/session.ts';
import { callContext } from './call-context.ts';
import { answered, opened, renamed } from './call-journal.ts';
import { recordingNotice } from './call-notices.ts';
import { callOutput, callSetup } from './call-setup.ts';
import { answering, ending, outgoing, waiting } from './call-states.ts';

/** Both sides are connected. `held` is told apart by what the phone window reports, never by what the agent asked. */
const up = callSetup.createStateConfig({
  initial: 'active',
  entry: ['connect', { type: 'journal', params: ({ context }) => answered(context) }, 'recordAutomatically'],
  on: {
    'agent.end': { target: 'ending', actions: { type: 'decideByCut', params: 'agent' } },
    'agent.mute': {
      actions: {
        type: 'tellPhone',
        params: ({ context, event }) => ({ do: 'mute', callId: context.call.id, on: event.on }),
      },
    },
    'agent.hold': {
      actions: {
        type: 'tellPhone',
        params: ({ context, event }) => ({ do: 'hold', callId: context.call.id, on: event.on }),
      },
    },
    'agent.dtmf': {
      actions: {
        type: 'tellPhone',
        params: ({ context, event }) => ({ do: 'dtmf', callId: context.call.id, tones: event.tones }),
      },
    },
    'agent.record': [
      { guard: ({ event }) => !event.on, actions: 'stopRecording' },
      { guard: 'mayRecord', actions: ['requestRecording', 'beginRecording'] },
    ],
    // What is shown is what the phone window reports, so it is true already; the agent must hear that the wish came to nothing.
    'phone.failed': {
      guard: { type: 'isFailedControl', params: ({ event }) => event },
      actions: { type: 'tellRefusedControl', params: ({ event }) => event.command },
    },
    'call.ended': { target: 'ended', actions: { type: 'decideByPhone', params: ({ event }) => event } },
    // Ours, or the gateway is about to take back what was answered too late.
    settled: { actions: { type: 'rememberSettled', params: ({ event }) => event } },
    'phone.lost': { target: 'ended', actions: { type: 'decideByCut', params: 'phone-lost' } },
    shutdown: { target: 'ended', actions: ['hangUp', { type: 'decideByCut', params: 'shutdown' }] },
  },
  states: {
    active: { on: { 'call.held': { guard: ({ event }) => event.by === 'local' && event.on, target: 'held' } } },
    held: { on: { 'call.held': { guard: ({ event }) => event.by === 'local' && !event.on, target: 'active' } } },
  },
});

/**
 * One call, from the offer or the agent's wish to its one line in the journal.
 *
 * ```
 *                 offered                                              placed
 *                    │                                                    │
 *  ┌ waiting ────────▼──────────────────────────────┐     ┌ outgoing ─────▼───────────────────────┐
 *  │ ringing ◄─connection back / offered again─┐    │     │ dialing ──call.ringing──► ringing-out │
 *  │  │ │ └─connection lost─► unreachable ─────┤    │     └──┬─────────────┬──────────────────┬───┘
 *  │  │ └─session gone──────► orphaned ────────┘    │        │             │                  │
 *  └──┼───────▲──────────────────────────────────┬──┘   call.accepted      │           agent.end, limit
 *     │answer │ no microphone, session gone      │           │             │                  │
 *  ┌──▼───────┴──┐                               │           │   refused, failed, gone        │
 *  │  answering  ├───call.accepted───┐           │           │             │                  │
 *  └──┬────────┬─┘                   │           │           │             │                  │
 *     │        │                 ┌ up▼───────────┼───────────▼───────────┐ │                  │
 *     │        │                 │ active ◄──call.held──► held           │ │                  │
 *     │        │                 └──┬──────────┬─┼───────────────────────┘ │                  │
 *     │   cancelled, elsewhere  call.ended  agent.end   declined, cancelled, settled, limit   │
 *     │        │                    │          │ │                         │                  │
 *     │        └────────────────► ended ◄──────┼─┘ ◄───────────────────────┘                  │
 *     │                             ▲          ▼                                              │
 *     └──agent.end, limit──────►  ending (call.ended, gone, limit) ◄──────────────────────────┘
 * ```
 *
 * `waiting` holds no line: any number of calls may be there. `unreachable`: the socket is gone, the SIP session may live.
 * `orphaned`: the session is gone (phone window or gateway died), only a new offer with the same id makes it ring again.
 * Every state that waits for somebody has a limit, so a call always ends; every way to `ended` has decided a verdict, and its
 * entry writes it. Phone window lost: waiting and answering calls become orphaned, all others end as interrupted.
 */
const createCallMachine = (initial: 'waiting' | 'outgoing') =>
  callSetup.createMachine({
    id: 'call',
    context: ({ input }) => callContext(input),
    entry: { type: 'journal', params: ({ context }) => opened(context) },
    initial,
    on: {
      'call.media': { actions: { type: 'setMedia', params: ({ event }) => event.state } },
      'call.muted': { actions: { type: 'setMuted', params: ({ event }) => event.on } },
      'call.quality': { actions: { type: 'setQuality', params: ({ event }) => event.mos } },
      'call.pictures': { actions: { type: 'setPictures', params: ({ event }) => event } },
      'call.takesReactions': { actions: 'setReactions' },
      'connection.lost': { actions: { type: 'setConnected', params: false } },
      'connection.back': { actions: { type: 'setConnected', params: true } },
      settings: { actions: { type: 'setSettings', params: ({ event }) => event.settings } },
      contact: {
        guard: { type: 'isOtherName', params: ({ event }) => event.contact },
        actions: [
          { type: 'setContact', params: ({ event }) => event.contact },
          { type: 'journal', params: ({ context }) => renamed(context) },
        ],
      },
      'record.started': {
        guard: { type: 'isNewestRecording', params: ({ event }) => event.recordingId },
        actions: [
          { type: 'changeRecording', params: 'started' },
          {
            type: 'journal',
            params: ({ context }) => [{ type: 'update', callId: context.call.id, changes: { hasRecording: true } }],
          },
        ],
      },
      'record.stopped': {
        guard: { type: 'isNewestRecording', params: ({ event }) => event.recordingId },
        actions: { type: 'changeRecording', params: 'stopped' },
      },
      'record.failed': {
        guard: { type: 'isNewestRecording', params: ({ event }) => event.recordingId },
        actions: [
          { type: 'changeRecording', params: 'failed' },
          { type: 'notify', params: ({ context, event }) => recordingNotice(context, event.error) },
        ],
      },
      'phone.failed': [
        {
          guard: { type: 'isFailedRecord', params: ({ event }) => event },
          actions: [
            { type: 'changeRecording', params: 'failed' },
            { type: 'notify', params: ({ context, event }) => recordingNotice(context, event.error) },
          ],
        },
        {
          guard: { type: 'isFailedStop', params: ({ event }) => event },
          actions: { type: 'stopRecordingFailed', params: ({ event }) => event.error },
        },
      ],
    },
    states: {
      waiting,
      answering,
      outgoing,
      up,
      ending,
      ended: { type: 'final', entry: 'close' },
    },
    output: ({ context }) => callOutput(context),
  });

export const offeredCallMachine = createCallMachine('waiting');
export const placedCallMachine = createCallMachine('outgoing');

export type CallMachine = ReturnType<typeof createCallMachine>;
export type CallRef = ActorRefFrom<CallMachine>;
export type CallSnapshot = SnapshotFrom<CallMachine>;

/** Where a call stands for the ui; null once it has left the session. */
export function phaseOf(snapshot: CallSnapshot): CallPhase | null {
  const { value } = snapshot;
  if (typeof value === 'string') return value === 'answering' || value === 'ending' ? value : null;
  if ('waiting' in value) return 'ringing';
  return 'up' in value ? value.up : value.outgoing;
}

/** Rings, and its SIP session can be answered now. */
export const isAnswerable = (snapshot: CallSnapshot): boolean => snapshot.matches({ waiting: 'ringing' });
