import { app } from 'electron';
import type { SessionSnapshot } from '#shared/contracts/session.ts';
import type { Clock } from '../platform/clock.ts';
import type { MainLog } from '../platform/log-port.ts';
import { localeInForce } from '../policy/effective-settings.ts';
import type { SettingsFile, SettingsOnDisk } from '../policy/settings-file.ts';
import { createSettingsStore } from '../policy/settings-store.ts';
import { type ConnectionPart, combineConnections } from '../session/connection.ts';
import { initialSession } from '../session/initial-session.ts';
import { createNotices } from '../session/notices.ts';
import { createSession } from '../session/session.ts';
import type { Start } from '../start/read-start.ts';

export interface CoreOptions {
  readonly start: Start;
  readonly settingsOnDisk: SettingsOnDisk;
  readonly publish: (snapshot: SessionSnapshot) => void;
  readonly clock: Clock;
  readonly log: MainLog;
}

/** Settings, session and notices: what everything else in main tells and asks. */
export function createCore({ start, settingsOnDisk, publish, clock, log }: CoreOptions) {
  const { user, problem } = settingsOnDisk;
  if (problem !== null) log.warn(`settings.json ${problem}`);
  let file: SettingsFile | null = null;
  const writing: SettingsFile = {
    set: (values) => {
      if (file === null) throw new Error('settings.json is not open yet');
      file.set(values);
    },
  };
  const settings = createSettingsStore({ file: writing, user, policy: start.policy, log });
  const locale = () => localeInForce(settings.values().locale, app.getPreferredSystemLanguages());
  const session = createSession(
    initialSession({
      configuration: start.configuration,
      settings: settings.view(),
      locale: locale(),
      platform: process.platform,
      version: app.getVersion(),
      now: clock.now(),
    }),
    publish,
    setImmediate,
  );
  const notices = createNotices(clock.now, (list) => session.update({ notices: list }));
  settings.onChange(() => session.update({ settings: settings.view(), locale: locale() }));

  const parts = new Map<'sip' | 'gateway' | 'account', ConnectionPart>([
    ['sip', { state: 'connecting', reason: 'starting' }],
  ]);
  if (start.configuration.workspace.mode !== 'pbx') parts.set('gateway', { state: 'connecting', reason: 'starting' });

  return {
    settings,
    session,
    notices,
    /** The file is opened behind the window; until then nobody asks for a change. */
    keepSettingsIn: (opened: SettingsFile): void => {
      file = opened;
    },
    /** One of the connections, or the account they need, changed; the agent is shown the worst of them. */
    connection: (part: 'sip' | 'gateway' | 'account', state: ConnectionPart): void => {
      parts.set(part, { state: state.state, reason: state.reason });
      const shown = combineConnections(parts);
      const before = session.snapshot().connection;
      if (before.state === shown.state && before.reason === shown.reason && before.gateway === shown.gateway) return;
      const since = before.state === shown.state ? before.since : clock.now();
      session.update({ connection: { ...shown, since } });
    },
  };
}

export type Core = ReturnType<typeof createCore>;
