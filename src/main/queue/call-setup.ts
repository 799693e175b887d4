/** Guards, actions and delays that the call machine's drawing refers to by name. Pure: what is to be done goes to the effects actor. */
import { assign, enqueueActions, sendTo, setup } from 'xstate';
import type { PhoneCommand, PhoneEvent } from '#shared/contracts/phone.ts';
import type { Contact } from '#shared/contracts/records.ts';
import type { Failure } from '#shared/result.ts';
import {
  type CallContext,
  type CallEvent,
  type CallInput,
  type CallOutput,
  noPictures,
  type PhoneFailure,
} from './call-context.ts';
import { closed, factToTell, isTalk } from './call-journal.ts';
import { controlNotice, endNotice } from './call-notices.ts';
import {
  isRecording,
  recordingFailed,
  recordingRequested,
  recordingStarted,
  recordingStopFailed,
  recordingStopped,
  recordingStopRequested,
} from './call-recording.ts';
import { type Cut, type Progress, type Verdict, verdictOfCut, verdictOfEnd, verdictOfSettled } from './call-verdict.ts';
import type { Effect, QueueNotice } from './effects.ts';
import type { JournalEntry } from './journal-entry.ts';
import type { QueueSettings } from './settings.ts';

const isUnknown = (error: Failure): boolean => error.code === 'gone' || error.code === 'not-found';

const progressOf = ({ call, answeredAt, media }: CallContext): Progress => ({
  direction: call.direction,
  accepted: answeredAt !== null,
  heard: media !== 'connecting',
});

/** The end as the phone window saw it, and what the gateway knows better. */
function verdictByPhone(context: CallContext, end: PhoneEvent<'call.ended'>): Verdict {
  const { settled } = context;
  const progress = progressOf(context);
  const verdict = verdictOfEnd(progress, end);
  if (settled === null || (progress.accepted && progress.heard)) return verdict;
  if (settled.outcome !== 'answered') return verdictOfSettled(settled.outcome, null);
  return verdict.outcome === 'answered-elsewhere' ? { ...verdict, reason: settled.agentName } : verdict;
}

/** The last word about a call whose machine ends without one; never seen, but a row is never left open. */
const unexplained: Verdict = { outcome: 'failed', reason: 'internal', basis: 'seen' };

/** A clock that was set back must not make a call end before it began. */
const endOf = ({ call, answeredAt, environment }: CallContext): number =>
  Math.max(environment.now(), answeredAt ?? call.startedAt);

/** What closes a call's row and tells its end, for the machine and for a machine that broke. */
export function closingEffects(context: CallContext): readonly Effect[] {
  const verdict = context.verdict ?? unexplained;
  const told = endNotice(context, verdict);
  const journal: Effect = { type: 'journal', entries: closed(context, verdict, endOf(context)) };
  return told === null ? [journal] : [journal, { type: 'notice', notice: told }];
}

const recordingChanges = {
  started: recordingStarted,
  stopped: recordingStopped,
  failed: recordingFailed,
} as const;

/** What the queue has to know of a call that is over. */
export function callOutput(context: CallContext): CallOutput {
  const { call, answeredAt, recording } = context;
  const verdict = context.verdict ?? unexplained;
  const { outcome, basis } = verdict;
  const fact = factToTell(context, verdict);
  return {
    callId: call.id,
    outcome,
    talked: answeredAt !== null && isTalk(outcome),
    recordingId: recording.id,
    mayStillRing: context.verdict === null || basis === 'guessed',
    told: fact === null ? context.told : [...context.told, fact],
  };
}

function phoneEffect({ call, attempt }: CallContext, command: PhoneCommand): Effect {
  return { type: 'phone', callId: call.id, command, attempt };
}

function placeEffect(context: CallContext): Effect {
  const { call, target } = context;
  return phoneEffect(context, {
    do: 'place',
    callId: call.id,
    target: target ?? { uri: call.phone ?? call.contactId, contactId: call.contactId },
    kind: call.kind,
    camera: context.camera,
  });
}

function recordEffect({ call, settings, recording, environment }: CallContext): Effect {
  const { id, contactId, name, phone, kind } = call;
  return {
    type: 'record',
    start: {
      id: recording.id ?? id,
      callId: id,
      contactId,
      name,
      phone,
      kind,
      agent: settings.agentName,
      startedAt: environment.now(),
    },
  };
}

export const callSetup = setup({
  types: {} as { context: CallContext; events: CallEvent; input: CallInput; output: CallOutput },
  delays: {
    ringLimit: ({ context }) => context.environment.timings.ringMs,
    grace: ({ context: { isGivenUp, environment } }) =>
      isGivenUp ? environment.timings.reofferMs : environment.timings.graceMs,
    answerLimit: ({ context }) => context.environment.timings.answerMs,
    dialLimit: ({ context }) => context.environment.timings.dialMs,
    ringOutLimit: ({ context }) => context.environment.timings.ringOutMs,
    endLimit: ({ context }) => context.environment.timings.endMs,
  },
  guards: {
    isConnected: ({ context }) => context.isConnected,
    isCutOff: ({ context }) => !context.isConnected,
    /** Timers stand still while the computer sleeps, and the wall clock may be set meanwhile: neither tells how long it really rang. */
    isOverdue: ({ context: { begunAt, environment } }) =>
      environment.sinceBoot() - begunAt >= environment.timings.ringMs,
    mayRecord: ({ context }) => context.settings.recording.allowed && !isRecording(context.recording),
    isNewestRecording: ({ context }, recordingId: string) => context.recording.id === recordingId,
    /** A failure of this Answer, not of one before it. */
    isThisAnswer: ({ context }, failed: PhoneFailure) =>
      failed.command.do === 'answer' && failed.attempt === context.attempt,
    /** The phone window knows no such call: its end is on the way, or got lost. */
    isAnswerToNothing: ({ context }, failed: PhoneFailure) =>
      failed.command.do === 'answer' && failed.attempt === context.attempt && isUnknown(failed.error),
    /** A time-out says nothing: the dial limit decides. */
    isPlacing: (_, failed: PhoneFailure) => failed.command.do === 'place' && failed.error.code !== 'timeout',
    isHangUpOfNothing: (_, failed: PhoneFailure) => failed.command.do === 'hangup' && isUnknown(failed.error),
    isFailedRecord: ({ context }, { command }: PhoneFailure) =>
      command.do === 'record' && command.recordingId === context.recording.id,
    isFailedStop: ({ context }, { command }: PhoneFailure) =>
      command.do === 'stopRecord' && command.recordingId === context.recording.id,
    /** A call that the phone window has no more is about to end, which says enough. */
    isFailedControl: ({ context }, { command, error }: PhoneFailure) =>
      !isUnknown(error) && controlNotice(context, command) !== null,
    isOtherName: ({ context }, contact: Contact) =>
      contact.id === context.call.contactId &&
      (contact.name !== context.call.name || contact.phone !== context.call.phone),
  },
  actions: {
    journal: sendTo(
      ({ context }) => context.environment.effects,
      (_, entries: readonly JournalEntry[]) => ({ type: 'journal', entries }),
    ),
    tellPhone: sendTo(
      ({ context }) => context.environment.effects,
      ({ context }, command: PhoneCommand) => phoneEffect(context, command),
    ),
    notify: sendTo(
      ({ context }) => context.environment.effects,
      (_, notice: QueueNotice) => ({ type: 'notice', notice }),
    ),
    tellRefusedControl: enqueueActions(({ context, enqueue }, command: PhoneCommand) => {
      const notice = controlNotice(context, command);
      if (notice !== null) enqueue.sendTo(context.environment.effects, { type: 'notice', notice });
    }),
    hangUp: sendTo(
      ({ context }) => context.environment.effects,
      ({ context }) => phoneEffect(context, { do: 'hangup', callId: context.call.id }),
    ),
    turnAway: sendTo(
      ({ context }) => context.environment.effects,
      ({ context }) => phoneEffect(context, { do: 'decline', callId: context.call.id, busy: false }),
    ),
    releaseLine: sendTo(
      ({ context }) => context.queue,
      ({ context }) => ({ type: 'line.released', callId: context.call.id }),
    ),
    close: enqueueActions(({ context, enqueue }) => {
      for (const effect of closingEffects(context)) enqueue.sendTo(context.environment.effects, effect);
    }),
    decide: assign((_, verdict: Verdict) => ({ verdict })),
    decideByPhone: assign(({ context }, end: PhoneEvent<'call.ended'>) => ({ verdict: verdictByPhone(context, end) })),
    decideByCut: assign(({ context }, cut: Cut) => ({ verdict: verdictOfCut(progressOf(context), cut) })),
    connect: assign(({ context }) => ({
      answeredAt: Math.max(context.environment.now(), context.call.startedAt),
    })),
    decideUnanswered: assign(({ context }) => ({
      verdict:
        context.settled?.outcome === 'answered'
          ? verdictOfSettled('answered', context.settled.agentName)
          : verdictOfCut(progressOf(context), 'answer-timeout'),
    })),
    rememberSettled: assign((_, { outcome, agentName }: NonNullable<CallContext['settled']>) => ({
      settled: { outcome, agentName },
    })),
    setConnected: assign((_, isConnected: boolean) => ({ isConnected })),
    setGivenUp: assign((_, isGivenUp: boolean) => ({ isGivenUp })),
    countAttempt: assign(({ context }) => ({ attempt: context.attempt + 1 })),
    place: sendTo(
      ({ context }) => context.environment.effects,
      ({ context }) => placeEffect(context),
    ),
    requestRecording: assign(({ context }) => ({ recording: recordingRequested(context.recording, context.call.id) })),
    beginRecording: sendTo(
      ({ context }) => context.environment.effects,
      ({ context }) => recordEffect(context),
    ),
    recordAutomatically: enqueueActions(({ context, enqueue }) => {
      const { allowed, automatic } = context.settings.recording;
      if (!allowed || !automatic) return;
      const recording = recordingRequested(context.recording, context.call.id);
      enqueue.assign({ recording });
      enqueue.sendTo(context.environment.effects, recordEffect({ ...context, recording }));
    }),
    stopRecording: enqueueActions(({ context, enqueue }) => {
      const { id } = context.recording;
      if (id === null || !isRecording(context.recording)) return;
      enqueue.assign({ recording: recordingStopRequested(context.recording) });
      enqueue.sendTo(context.environment.effects, phoneEffect(context, { do: 'stopRecord', recordingId: id }));
    }),
    setMedia: assign((_, media: 'flowing' | 'interrupted') => ({ media })),
    setMuted: assign((_, muted: boolean) => ({ muted })),
    setQuality: assign((_, quality: number) => ({ quality })),
    setCamera: assign(({ context }, camera: boolean) => ({ camera: camera && context.call.kind === 'video' })),
    setPictures: assign(({ context }, { own, contact }: PhoneEvent<'call.pictures'>) => ({
      pictures: context.pictures === null ? null : { own, contact },
    })),
    losePictures: assign(({ context }) => ({ pictures: noPictures(context.call.kind) })),
    setReactions: assign({ reactions: true }),
    setSettings: assign((_, settings: QueueSettings) => ({ settings })),
    setContact: assign(({ context }, { name, phone }: Contact) => ({ call: { ...context.call, name, phone } })),
    changeRecording: assign(({ context }, change: keyof typeof recordingChanges) => ({
      recording: recordingChanges[change](context.recording),
    })),
    stopRecordingFailed: assign(({ context }, error: Failure) => ({
      recording: recordingStopFailed(context.recording, isUnknown(error)),
    })),
  },
});
