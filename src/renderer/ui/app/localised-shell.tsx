import { FaultBoundary } from '../components/fault-boundary.tsx';
import { useSession } from '../hooks/use-model.ts';
import { LanguageProvider } from '../i18n/context.tsx';
import { Shell } from './shell/shell.tsx';

/** Follows the language of the session, which the agent or a policy may change at any time. */
export function LocalisedShell() {
  const locale = useSession((session) => session.locale);
  return (
    <LanguageProvider locale={locale}>
      <FaultBoundary place="window">
        <Shell />
      </FaultBoundary>
    </LanguageProvider>
  );
}
