/** What the rest of the application sees of the queue: pure functions of the queue machine's snapshot. */
import type { PhoneCommand } from '#shared/contracts/phone.ts';
import type { Presence } from '#shared/contracts/records.ts';
import type { CallPhase, CallView } from '#shared/contracts/session.ts';
import type { ErrorCode } from '#shared/result.ts';
import { type CallSnapshot, isAnswerable, phaseOf } from './call-machine.ts';
import type { QueueContext } from './queue-context.ts';
import type { QueueSnapshot } from './queue-machine.ts';

export interface QueueViews {
  /** Oldest first; a call that is over is not among them. */
  readonly calls: readonly CallView[];
  readonly presence: Presence;
  /** After-call work runs until this instant; null: none. */
  readonly wrapUpUntil: number | null;
  /** Whether calls ring here: what the gateway is told with the presence. A call in progress does not stop it. */
  readonly ringing: boolean;
}

export type Tone = Extract<PhoneCommand, { do: 'ring' }>['tone'];

function toCallViews({ context }: QueueSnapshot): readonly CallView[] {
  const views: CallView[] = [];
  for (const call of context.calls.values()) {
    const snapshot = call.getSnapshot();
    const phase = phaseOf(snapshot);
    if (phase !== null) views.push(toCallView(context, snapshot, phase));
  }
  return views;
}

function toCallView(context: QueueContext, snapshot: CallSnapshot, phase: CallPhase): CallView {
  const { call, answeredAt, muted, media, quality, recording, pictures, reactions, settings } = snapshot.context;
  return {
    id: call.id,
    contactId: call.contactId,
    name: call.name,
    phone: call.phone,
    kind: call.kind,
    direction: call.direction,
    phase,
    startedAt: call.startedAt,
    answeredAt,
    refusal: phase === 'ringing' ? refusalOf(context, snapshot) : null,
    muted,
    recording: settings.recording.allowed || recording.count > 0 ? recording.view : 'unavailable',
    pictures,
    reactions,
    media,
    quality,
  };
}

function refusalOf({ holder }: QueueContext, snapshot: CallSnapshot): ErrorCode | null {
  if (holder !== null) return 'busy';
  return isAnswerable(snapshot) ? null : 'offline';
}

export function toQueueViews(snapshot: QueueSnapshot): QueueViews {
  const { presence, wrapUpUntil } = snapshot.context;
  return { calls: toCallViews(snapshot), presence, wrapUpUntil, ringing: isRinging(snapshot) };
}

const isRinging = ({ value, context }: QueueSnapshot): boolean =>
  context.presence === 'available' && (value === 'free' || value === 'engaged');

/**
 * What the agent is to hear: the bell while the line is free, a quiet beep beside a call, the far end's ringing; nothing during
 * after-call work, while busy or away, and in the moments between (answering, dialing, ending).
 */
export function toneOf({ calls, ringing }: QueueViews): Tone {
  const line = calls.find(({ phase }) => phase !== 'ringing');
  if (line?.phase === 'ringing-out') return 'ringback';
  if (!ringing || !calls.some(({ phase }) => phase === 'ringing')) return 'none';
  if (line === undefined) return 'incoming';
  return line.phase === 'active' || line.phase === 'held' ? 'waiting' : 'none';
}

/** Whether nothing changed that anybody could see. */
export function isSameViews(left: QueueViews, right: QueueViews): boolean {
  return (
    left.presence === right.presence &&
    left.wrapUpUntil === right.wrapUpUntil &&
    left.ringing === right.ringing &&
    left.calls.length === right.calls.length &&
    left.calls.every((view, index) => isSameView(view, right.calls[index]))
  );
}

function isSameView(left: CallView, right: CallView | undefined): boolean {
  if (right === undefined) return false;
  return (Object.keys(left) as (keyof CallView)[]).every((key) => Object.is(left[key], right[key]));
}
