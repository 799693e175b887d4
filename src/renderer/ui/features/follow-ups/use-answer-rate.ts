import { useEffect, useState } from 'react';
import type { AnswerRateView } from '#shared/contracts/ui-replies.ts';
import { useModel } from '../../hooks/use-model.ts';

/** However many calls come at once, so often at most it is counted. */
const restMs = 1_000;
/** Midnight comes without a call. */
const renewMs = 5 * 60_000;

/** Counted anew when a call was entered in a conversation, when the channel changes, and now and then; null: not there yet. */
export function useAnswerRate(): AnswerRateView | null {
  const { client } = useModel();
  const [view, setView] = useState<AnswerRateView | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    let isGone = false;
    const ask = async (): Promise<void> => {
      timer = null;
      const result = await client.ask('answerRate.get', null);
      // What was shown stays where it could not be counted again.
      if (result.ok && !isGone) setView(result.value);
    };
    const soon = (): void => {
      timer ??= setTimeout(() => void ask(), restMs);
    };
    void ask();
    const renewal = setInterval(soon, renewMs);
    const offs = [
      client.on('timeline', ({ entries }) => {
        if (entries.some(({ entry }) => entry === 'event')) soon();
      }),
      client.on('channel', soon),
      client.on('reset', soon),
    ];
    return () => {
      isGone = true;
      if (timer !== null) clearTimeout(timer);
      clearInterval(renewal);
      for (const off of offs) off();
    };
  }, [client]);
  return view;
}
