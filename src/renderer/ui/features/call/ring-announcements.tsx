import { useEffect, useRef } from 'react';
import { useModel, useSession } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import { ringingCalls } from '../../state/session.ts';

/** The window's title and the announcement to screen readers while somebody is calling. Takes no focus. */
export function RingAnnouncements() {
  const t = useT();
  const { announcer } = useModel();
  const ringing = useSession(ringingCalls);
  const unread = useSession((session) => session.unread);
  const announced = useRef<ReadonlySet<string>>(new Set());
  const [oldest] = ringing;
  const idle = unread > 0 ? t('title.unread', { count: unread }) : t('title.app');
  const title = oldest === undefined ? idle : t('title.ringing', { name: oldest.name });

  useEffect(() => {
    document.title = title;
  }, [title]);

  useEffect(() => {
    const fresh = ringing.filter(({ id }) => !announced.current.has(id));
    announced.current = new Set(ringing.map(({ id }) => id));
    for (const { name } of fresh) announcer.say(t('call.incomingFrom', { name }), 'urgent');
  }, [announcer, t, ringing]);
  return null;
}
