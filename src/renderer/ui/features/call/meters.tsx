import { useEffect, useRef } from 'react';
import type { CallView } from '#shared/contracts/session.ts';
import { classNames } from '../../components/class-names.ts';
import { useModel } from '../../hooks/use-model.ts';
import type { Speaking } from '../../hooks/use-speaking.ts';
import { useT } from '../../i18n/context.tsx';
import { createLevelTrace } from './level-trace.ts';
import styles from './meters.module.css';

/**
 * Who is speaking: the last seconds of both sides, drawn as the levels come. Nothing of it goes through React, since
 * levels come fifteen times a second.
 */
export function Meters({ call, speaking }: { readonly call: CallView; readonly speaking: Speaking }) {
  const t = useT();
  const { client } = useModel();
  const agent = useRef<HTMLCanvasElement>(null);
  const contact = useRef<HTMLCanvasElement>(null);

  useEffect(() => {
    if (agent.current === null || contact.current === null) return;
    const own = createLevelTrace(agent.current);
    const theirs = createLevelTrace(contact.current);
    const unsubscribe = client.on('levels', (levels) => {
      if (levels.callId !== call.id) return;
      own.push(levels.agent);
      theirs.push(levels.contact);
    });
    return () => {
      unsubscribe();
      own.stop();
      theirs.stop();
    };
  }, [client, call.id]);

  return (
    <div aria-hidden="true" className={styles.meters}>
      <span className={classNames(styles.label, speaking.agent && styles.speaking)}>{t('call.you')}</span>
      <canvas ref={agent} className={styles.trace} />
      <span className={classNames(styles.label, speaking.contact && styles.speaking)}>{firstWord(call.name)}</span>
      <canvas ref={contact} className={styles.trace} />
    </div>
  );
}

const firstWord = (name: string): string => name.split(' ')[0] ?? name;
