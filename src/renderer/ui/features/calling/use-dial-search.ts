import { useEffect, useState } from 'react';
import type { DialTarget, SearchHit } from '#shared/contracts/ui-replies.ts';
import { useModel } from '../../hooks/use-model.ts';

export interface DialSearch {
  /** What the rest answers. */
  readonly text: string;
  readonly look: DialTarget;
  readonly hits: readonly SearchHit[];
}

const pauseMs = 80;
const limit = 20;

/** What the text of the dial dialog means: a number, a contact, or several. null: nothing was typed, or the answer is on its way. */
export function useDialSearch(raw: string): DialSearch | null {
  const { client } = useModel();
  const [answer, setAnswer] = useState<DialSearch | null>(null);
  const text = raw.trim();
  const [round, setRound] = useState(0);
  // A link may have opened the dialog before the contacts were there.
  useEffect(() => {
    const again = (): void => setRound((before) => before + 1);
    const unsubscribe = [client.on('reset', again), client.on('inbox', again)];
    return () => {
      for (const stop of unsubscribe) stop();
    };
  }, [client]);
  useEffect(() => {
    if (text === '' || round < 0) return;
    let wanted = true;
    const ask = async (): Promise<void> => {
      const [look, hits] = await Promise.all([
        client.ask('dial.look', { text }),
        client.ask('search', { text: text.slice(0, 200), limit }),
      ]);
      if (wanted && look.ok) setAnswer({ text, look: look.value, hits: hits.ok ? hits.value : [] });
    };
    const timer = setTimeout(() => void ask(), pauseMs);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [client, text, round]);
  return answer === null || answer.text !== text ? null : answer;
}
