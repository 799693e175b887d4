import { lazy, type ReactNode, Suspense, useId } from 'react';
import { PageHeader } from '../../components/page-header.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useSession } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import { About } from './about.tsx';
import { AudioSettings } from './audio-settings.tsx';
import { CallSettings } from './call-settings.tsx';
import { CameraSettings } from './camera-settings.tsx';
import { ChatSettings } from './chat-settings.tsx';
import { GeneralSettings } from './general-settings.tsx';
import { NotificationSettings } from './notification-settings.tsx';
import styles from './settings-view.module.css';

const AccountSettings = lazy(async () => ({ default: (await import('./account-settings.tsx')).AccountSettings }));
const ChannelSettings = lazy(async () => ({
  default: (await import('../channel/channel-settings.tsx')).ChannelSettings,
}));

export function SettingsView() {
  const t = useT();
  const hasChannel = useSession((session) => session.workspace.mode !== 'pbx');
  const hasVideo = useSession((session) => session.workspace.video);
  const hasNotes = useSession((session) => session.workspace.notes);
  return (
    <div className={styles.view}>
      <PageHeader title={t('nav.settings')} />
      <div className={styles.sections}>
        <Section title={t('settings.audio')} hint={t('settings.audioHint')}>
          <AudioSettings />
        </Section>
        {hasVideo ? (
          <Section title={t('settings.video')}>
            <CameraSettings />
          </Section>
        ) : null}
        <Section title={t('settings.calls')}>
          <CallSettings />
        </Section>
        {hasNotes ? (
          <Section title={t('settings.chats')}>
            <ChatSettings />
          </Section>
        ) : null}
        <Section title={t('settings.notifications')}>
          <NotificationSettings />
        </Section>
        <Section title={t('settings.general')}>
          <GeneralSettings />
        </Section>
        {hasChannel ? (
          <Section title={t('channel.title')} hint={t('channel.hint')}>
            <Suspense fallback={<Skeleton label={t('state.loading')} rows={4} />}>
              <ChannelSettings />
            </Suspense>
          </Section>
        ) : null}
        <Section title={t('account.title')} hint={t('account.hint')}>
          <Suspense fallback={<Skeleton label={t('state.loading')} rows={3} />}>
            <AccountSettings />
          </Suspense>
        </Section>
        <Section title={t('settings.about')}>
          <About />
        </Section>
      </div>
    </div>
  );
}

interface SectionProps {
  readonly title: string;
  readonly hint?: string;
  readonly children: ReactNode;
}

function Section({ title, hint, children }: SectionProps) {
  const titleId = useId();
  return (
    <section aria-labelledby={titleId} className={styles.section}>
      <h2 id={titleId} className={styles.title}>
        {title}
      </h2>
      {hint === undefined ? null : <p className={styles.hint}>{hint}</p>}
      <div className={styles.card}>{children}</div>
    </section>
  );
}
