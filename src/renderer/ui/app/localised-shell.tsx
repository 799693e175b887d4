import { FaultBoundary } from '../components/fault-boundary.tsx';
import { useSession } from '../hooks/use-model.ts';
import { type Language, LanguageProvider } from '../i18n/context.tsx';
import { Shell } from './shell/shell.tsx';

/** Follows the language of the session, which the agent or a policy may change at any time. */
export function LocalisedShell({ prepared }: { readonly prepared: Language }) {
  const locale = useSession((session) => session.locale);
  return (
    <LanguageProvider locale={locale} prepared={prepared}>
      <FaultBoundary place="window">
        <Shell />
      </FaultBoundary>
    </LanguageProvider>
  );
}
