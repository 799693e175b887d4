import type { ReactNode } from 'react';
import { PhoneNumber } from '../../components/phone-number.tsx';
import { useSession } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import styles from './about.module.css';

const modes = { sandbox: 'modeSandbox', gateway: 'modeGateway', pbx: 'modePbx' } as const;
const roles = { agent: 'agentRole', supervisor: 'supervisorRole' } as const;

export function About() {
  const t = useT();
  const workspace = useSession((session) => session.workspace);
  const agent = useSession((session) => session.agent);
  const version = useSession((session) => session.version);
  return (
    <dl>
      <Fact term={t('settings.version')}>Cornetta {version}</Fact>
      <Fact term={t('settings.agent')}>
        {agent.name} · {t(`settings.${roles[agent.role]}`)}
      </Fact>
      <Fact term={t('settings.workspace')}>{workspace.name}</Fact>
      {workspace.number === null ? null : (
        <Fact term={t('settings.number')}>
          <PhoneNumber number={workspace.number} />
        </Fact>
      )}
      <Fact term={t('settings.mode')}>{t(`settings.${modes[workspace.mode]}`)}</Fact>
    </dl>
  );
}

export function Fact({ term, children }: { readonly term: string; readonly children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt className={styles.term}>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}
