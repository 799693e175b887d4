import type { WorkspaceState } from '#shared/contracts/agent.ts';
import type { SettingView } from '#shared/contracts/session.ts';
import { isBelow } from '#shared/domain/balance.ts';
import { ruleProfile } from '#shared/domain/rules/profiles.ts';
import { wordsFor } from '../platform/words.ts';
import type { Configuration } from '../policy/configuration.ts';
import type { SessionState } from './session.ts';

export interface InitialSessionOptions {
  readonly configuration: Configuration;
  readonly settings: SettingView;
  readonly locale: SessionState['locale'];
  readonly platform: NodeJS.Platform;
  readonly version: string;
  readonly now: number;
}

/** The session before anything is connected. */
export function initialSession(options: InitialSessionOptions): SessionState {
  const { configuration, settings, locale, platform, version, now } = options;
  const { workspace, agent, recording } = configuration;
  return {
    workspace: {
      mode: workspace.mode,
      name: workspace.mode === 'pbx' ? workspace.uri.replace(/^sips?:/i, '') : '',
      number: null,
      recording: recording.allowed,
      recordingAutomatic: recording.automatic,
      video: false,
      notes: false,
    },
    agent: { ...agent, id: null, name: agent.name ?? wordsFor(locale).agent },
    connection: { state: 'connecting', reason: 'starting', since: now, gateway: false },
    presence: 'available',
    wrapUpUntil: null,
    balance: { exact: null, currency: 'USD', topUpRequired: false, minimum: null },
    calls: [],
    unanswered: null,
    note: null,
    notices: [],
    settings,
    locale,
    devices: { microphones: [], speakers: [], cameras: [] },
    unread: 0,
    missed: 0,
    unplayed: 0,
    followUps: workspace.mode === 'pbx' ? null : 0,
    platform: platform === 'darwin' || platform === 'win32' ? platform : 'linux',
    version,
  };
}

/** What the gateway says of the workspace, under what the policy allows. */
export function workspaceParts(
  current: Pick<SessionState, 'workspace'>,
  state: WorkspaceState,
  recording: Configuration['recording'],
): Pick<SessionState, 'workspace' | 'balance'> {
  const { balance, currency } = state;
  const { minimumBalance: minimum } = ruleProfile(state.rules);
  const allowed = recording.allowed && state.recording;
  return {
    workspace: {
      ...current.workspace,
      name: state.name,
      number: state.number,
      recording: allowed,
      recordingAutomatic: allowed && recording.automatic,
      video: state.video,
      notes: state.notes,
    },
    balance: { exact: balance, currency, topUpRequired: isBelow(balance, minimum), minimum },
  };
}
