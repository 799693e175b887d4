import { useEffect, useState } from 'react';
import type { CallingFacts } from '#shared/contracts/ui-replies.ts';
import { useModel } from '../../hooks/use-model.ts';
import type { RecordState } from '../../state/records.ts';
import { createStore, useStore } from '../../state/store.ts';

/** Brings the numbering plans, which are large. */
export const loadJudge = () => import('#shared/domain/rules/judge.ts');

export type Judge = Awaited<ReturnType<typeof loadJudge>>;

/** The rules with the numbering plans they need; null: still on their way. */
function useJudge(): Judge | null {
  const [judge, setJudge] = useState<Judge | null>(null);
  useEffect(() => {
    let wanted = true;
    loadJudge().then(
      (loaded) => wanted && setJudge(loaded),
      // Without it main still refuses what must be, with its reason.
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, []);
  return judge;
}

const nobody = createStore<RecordState<CallingFacts>>({ details: null, failure: null });

/** How far the clock that the rules go by is ahead of this computer's, as far as it is known of that contact (ms). */
export function useClockAhead(contactId: string | null): number {
  const { callings } = useModel();
  return useStore(contactId === null ? nobody : callings.of(contactId), ({ details }) => details?.clockAheadMs ?? 0);
}

/** What the rules know of a contact, and the rules themselves; null: not known yet, or a workspace without rules. */
export function useCalling(contactId: string | null): { readonly facts: CallingFacts; readonly judge: Judge } | null {
  const { callings } = useModel();
  const { details: facts } = useStore(contactId === null ? nobody : callings.of(contactId), (state) => state);
  const judge = useJudge();
  return facts === null || judge === null ? null : { facts, judge };
}
