import { useEffect } from 'react';
import { useModel } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import { activeCall } from '../../state/session.ts';
import { reactionNames } from './reaction-words.ts';

/** Says each reaction to screen readers, in its turn. */
export function ReactionAnnouncements() {
  const t = useT();
  const { announcer, reactions, session } = useModel();
  useEffect(
    () =>
      reactions.onNew(({ callId, from, reaction }) => {
        const call = activeCall(session.get());
        if (call?.id !== callId) return;
        const what = t(`reactions.${reactionNames[reaction]}`);
        announcer.say(
          from === 'agent' ? t('reactions.sent', { what }) : t('reactions.from', { name: call.name, what }),
        );
      }),
    [announcer, reactions, session, t],
  );
  return null;
}
