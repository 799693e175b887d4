import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { type ReplyKind, replyKinds } from '#shared/contracts/reply-templates.ts';
import { deliveredTemplates } from '#shared/domain/replies/suggest.ts';
import { Button } from '../../components/button.tsx';
import { useActions, useSession } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import styles from './reply-templates.module.css';
import { type ControlProps, SettingRow } from './setting-row.tsx';

/** The texts of suggested replies, in the language in use. What is emptied is as delivered again. */
export function ReplyTemplates() {
  const t = useT();
  return replyKinds.map((kind) => (
    <SettingRow
      key={kind}
      setting="replyTemplates"
      label={t(`settings.reply.${kind}`)}
      {...(kind === 'callAt' || kind === 'hours' ? { hint: t(`settings.replyHint.${kind}`) } : {})}
    >
      {(control) => <Template kind={kind} control={control} />}
    </SettingRow>
  ));
}

function Template({ kind, control }: { readonly kind: ReplyKind; readonly control: ControlProps }) {
  const t = useT();
  const { set } = useActions();
  const locale = useSession((session) => session.locale);
  const all = useSession((session) => session.settings.replyTemplates.value);
  const delivered = deliveredTemplates[locale][kind];
  const stored = all[locale]?.[kind] ?? delivered;
  const [typed, setTyped] = useState<string | null>(null);
  const keep = (text: string): void => {
    setTyped(null);
    const value = text.trim();
    if (value === stored) return;
    const { [kind]: _earlier, ...others } = all[locale] ?? {};
    const isOwn = value !== '' && value !== delivered;
    set({ replyTemplates: { ...all, [locale]: isOwn ? { ...others, [kind]: value } : others } });
  };
  return (
    <>
      <textarea
        {...control}
        rows={2}
        maxLength={500}
        className={styles.text}
        value={typed ?? stored}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={(event) => keep(event.currentTarget.value)}
      />
      {stored === delivered ? null : (
        <Button
          name={t('settings.replyRestore')}
          icon={RotateCcw}
          iconOnly
          small
          tone="quiet"
          disabled={control.disabled}
          onClick={() => keep(delivered)}
        />
      )}
    </>
  );
}
