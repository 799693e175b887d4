import { useT } from '../i18n/context.tsx';
import { ariaKeys, keyLabels } from '../shortcuts/show.ts';
import type { ShortcutId } from '../shortcuts/table.ts';
import { useSession } from './use-model.ts';

/** What the tooltip (components/tooltip.tsx) and screen readers need to tell a control's shortcut. */
export interface ShortcutProps {
  readonly 'data-tip'?: string;
  readonly 'data-tip-keys'?: string;
  readonly 'aria-keyshortcuts'?: string;
}

export function useShortcutProps(shortcut: ShortcutId | undefined, tip?: string): ShortcutProps {
  const t = useT();
  const platform = useSession((session) => session.platform);
  const tipProps = tip === undefined ? {} : { 'data-tip': tip };
  if (shortcut === undefined) return tipProps;
  return {
    ...tipProps,
    'data-tip-keys': keyLabels(shortcut, platform, t).join('\n'),
    'aria-keyshortcuts': ariaKeys(shortcut, platform),
  };
}
