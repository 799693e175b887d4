/** The recordings of one call, as far as the ui shows them. What is written to disk is the recordings module's matter. */
import type { RecordingView } from '#shared/contracts/session.ts';

export interface RecordingTrack {
  readonly view: Exclude<RecordingView, 'unavailable'>;
  /** The newest recording; events about others are late. */
  readonly id: string | null;
  readonly count: number;
}

export const noRecording: RecordingTrack = { view: 'off', id: null, count: 0 };

/** Longest id that the contract lets through (contracts/identifiers.ts `recordingId`). */
const longestId = 128;

/** `<call id>`, then `<call id>-2` and so on; the call's part gives way where both would be too long. */
export function recordingIdOf(callId: string, count: number): string {
  if (count <= 1) return callId;
  const suffix = `-${count}`;
  return `${callId.slice(0, longestId - suffix.length)}${suffix}`;
}

/** Whether the recorder is at work or about to be. */
export const isRecording = ({ view }: RecordingTrack): boolean => view === 'starting' || view === 'on';

export function recordingRequested(track: RecordingTrack, callId: string): RecordingTrack {
  const count = track.count + 1;
  return { view: 'starting', id: recordingIdOf(callId, count), count };
}

/** A stop that was asked for before the recorder started stays asked for. */
export function recordingStarted(track: RecordingTrack): RecordingTrack {
  return track.view === 'starting' ? { ...track, view: 'on' } : track;
}

export function recordingStopRequested(track: RecordingTrack): RecordingTrack {
  return isRecording(track) ? { ...track, view: 'stopping' } : track;
}

/** A recording that failed keeps saying so: the agent must not take the last state for a good one. */
export function recordingStopped(track: RecordingTrack): RecordingTrack {
  return track.view === 'failed' ? track : { ...track, view: 'off' };
}

export function recordingFailed(track: RecordingTrack): RecordingTrack {
  return { ...track, view: 'failed' };
}

/** The phone window did not stop: it still records unless it knows nothing of the recording. */
export function recordingStopFailed(track: RecordingTrack, unknownToPhone: boolean): RecordingTrack {
  if (track.view !== 'stopping') return track;
  return { ...track, view: unknownToPhone ? 'off' : 'on' };
}
