import { MessagesSquare } from 'lucide-react';
import { EmptyState } from '../../components/empty-state.tsx';
import { useSession } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';

export function NoConversations() {
  const t = useT();
  const available = useSession((session) => session.presence === 'available');
  return (
    <EmptyState
      icon={MessagesSquare}
      title={t('inbox.empty')}
      hint={available ? t('inbox.emptyAvailable') : t('inbox.emptyNotAvailable')}
    />
  );
}
