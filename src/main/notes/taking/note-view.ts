import type { ActorRefFrom } from 'xstate';
import type { NoteInProgress } from '#shared/contracts/session.ts';
import { noteLimitMs } from '#shared/domain/notes.ts';
import type { NoteSubject, noteMachine } from './note-machine.ts';

export interface Taking {
  readonly subject: NoteSubject;
  readonly actor: ActorRefFrom<typeof noteMachine>;
}

/** What the window shows of it. */
export function noteView({ subject, actor }: Taking): NoteInProgress {
  const { value, context } = actor.getSnapshot();
  const { startedAt, durationMs, peaks } = context;
  const phase = phaseOf(String(value));
  const limitMs = noteLimitMs[subject.kind];
  return { ...subject, phase, startedAt, limitMs, durationMs, peaks: phase === 'draft' ? peaks : null };
}

/** Settles once nothing happens any more unless somebody wants it. */
export function atRest(actor: Taking['actor']): Promise<void> {
  return new Promise((resolve) => {
    const look = ({ status, value }: ReturnType<Taking['actor']['getSnapshot']>): void => {
      if (status !== 'active' || value === 'draft') resolve();
    };
    actor.subscribe({ next: look, complete: resolve, error: () => resolve() });
    look(actor.getSnapshot());
  });
}

function phaseOf(state: string): NoteInProgress['phase'] {
  if (state === 'waiting' || state === 'recording') return state;
  return state === 'draft' || state === 'sending' ? 'draft' : 'stopping';
}
