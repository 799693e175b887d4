import { FileUp } from 'lucide-react';
import { useId, useMemo, useRef, useState } from 'react';
import { importRateCard } from '#shared/domain/rules/rate-card.ts';
import type { Failure } from '#shared/result.ts';
import { Button } from '../../components/button.tsx';
import { useModel, useSession } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import rows from '../settings/setting-row.module.css';
import styles from './rate-card.module.css';
import { RateFaults, RatePreview } from './rate-preview.tsx';

export interface RateCardProps {
  /** Prices in force; null: none. */
  readonly known: number | null;
  readonly readOnly: boolean;
}

/** As many as the contract takes, and a little more, so that a file that is too long is said to be so. */
const mostBytes = 2_000_000;

/** Prices from a file or the clipboard: read here line by line, and sent only once every line is right. */
export function RateCard({ known, readOnly }: RateCardProps) {
  const t = useT();
  const { client } = useModel();
  const currency = useSession((session) => session.balance.currency);
  const titleId = useId();
  const file = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [stage, setStage] = useState<'editing' | 'sending' | 'imported' | 'unreadable'>('editing');
  const [failure, setFailure] = useState<Failure | null>(null);
  const read = useMemo(() => (text.trim() === '' ? null : importRateCard(text, currency)), [text, currency]);

  const take = (content: string): void => {
    // What is on its way must not be taken for what was typed since.
    if (stage === 'sending') return;
    setText(content);
    setFailure(null);
    setStage('editing');
  };
  const open = async (chosen: File | undefined): Promise<void> => {
    if (chosen === undefined) return;
    try {
      take(await chosen.slice(0, mostBytes).text());
    } catch {
      setStage('unreadable');
    }
  };
  const send = async (): Promise<void> => {
    if (read === null || !read.ok || stage === 'sending') return;
    setStage('sending');
    const result = await client.ask('rates.import', { csv: text });
    setFailure(result.ok ? null : result.error);
    setStage(result.ok ? 'imported' : 'editing');
    if (result.ok) setText('');
  };

  return (
    <section aria-labelledby={titleId} className={styles.rates}>
      <div className={styles.head}>
        <div className={rows.text}>
          <h3 id={titleId} className={rows.label}>
            {t('rates.title')}
          </h3>
          <p className={rows.hint}>{known === null ? t('rates.none') : t('rates.known', { count: known })}</p>
        </div>
        {readOnly ? null : (
          <Button name={t('rates.choose')} icon={FileUp} small onClick={() => file.current?.click()} />
        )}
      </div>
      {readOnly ? null : (
        <>
          <input
            ref={file}
            type="file"
            accept=".csv,text/csv,text/plain"
            hidden
            aria-label={t('rates.choose')}
            onChange={(event) => {
              void open(event.currentTarget.files?.[0]);
              // The same file, mended, can be chosen again.
              event.currentTarget.value = '';
            }}
          />
          <textarea
            aria-label={t('rates.paste')}
            placeholder={t('rates.pasteHint')}
            className={styles.text}
            rows={3}
            spellCheck={false}
            readOnly={stage === 'sending'}
            value={text}
            onChange={(event) => take(event.currentTarget.value)}
          />
          {read === null ? null : read.ok ? <RatePreview card={read.card} /> : <RateFaults flaws={read.flaws} />}
          <p role="status" className={rows.hint}>
            {stage === 'imported' ? t('rates.imported') : stage === 'unreadable' ? t('rates.unreadable') : ''}
          </p>
          <div role="alert" className={styles.failure}>
            {failure === null ? null : (
              <p>
                {t(`error.${failure.code}`)} {failure.code === 'invalid' ? failure.detail : ''}
              </p>
            )}
          </div>
          {read?.ok === true ? (
            <Button
              name={t('rates.import')}
              tone="accent"
              aria-disabled={stage === 'sending'}
              onClick={() => void send()}
            />
          ) : null}
        </>
      )}
    </section>
  );
}
