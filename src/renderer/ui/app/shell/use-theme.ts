import { useEffect } from 'react';
import { useSession } from '../../hooks/use-model.ts';

/** Puts the chosen appearance on the document; without a choice the system decides (styles/tokens.css). */
export function useTheme(): void {
  const theme = useSession((session) => session.settings.theme.value);
  useEffect(() => {
    const root = document.documentElement;
    if (theme === 'system') delete root.dataset.theme;
    else root.dataset.theme = theme;
  }, [theme]);
}
