import { useEffect, useRef } from 'react';
import type { TimelineEntry } from '#shared/contracts/records.ts';
import { useModel } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';

/**
 * Reads out what the contact writes while the conversation is open; nothing of what stood there before.
 * @param loaded false until it is known what stands there
 */
export function useNewMessageAnnouncement(loaded: boolean, newest: TimelineEntry | undefined, name: string): void {
  const t = useT();
  const { announcer } = useModel();
  const seen = useRef<number | null>(null);
  useEffect(() => {
    if (!loaded) return;
    const before = seen.current;
    seen.current = newest?.at ?? 0;
    if (newest === undefined || before === null || newest.at <= before) return;
    if (newest.entry !== 'message' || newest.direction !== 'in') return;
    announcer.say(t('conversation.newMessage', { name, text: newest.text }));
  }, [announcer, t, loaded, newest, name]);
}
