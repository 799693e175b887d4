import type { PhoneCommand } from '#shared/contracts/phone.ts';
import type { SettingsChange } from '#shared/contracts/settings.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { Notices } from '../../session/notices.ts';
import type { Session } from '../../session/session.ts';
import type { UiHandlers } from '../request-gate.ts';

/** The snapshot, and that the window shows it. */
export function sessionHandlers(options: {
  readonly session: Session;
  readonly painted: () => void;
}): Pick<UiHandlers, 'session.snapshot' | 'window.painted'> {
  const { session, painted } = options;
  return {
    'session.snapshot': () => ok(session.snapshot()),
    'window.painted': () => {
      painted();
      return ok(null);
    },
  };
}

export function noticeHandlers(notices: Notices): Pick<UiHandlers, 'notice.dismiss'> {
  return { 'notice.dismiss': ({ id }) => (notices.dismiss(id) ? ok(null) : fail('not-found')) };
}

/** @param change errors: `managed`, `storage` */
export function settingsHandlers(change: (change: SettingsChange) => Result<null>): Pick<UiHandlers, 'settings.set'> {
  return { 'settings.set': (wanted) => change(wanted) };
}

/** The sound check. */
export function audioHandlers(phone: {
  readonly send: (command: PhoneCommand) => Promise<Result<null>>;
}): Pick<UiHandlers, 'audio.meter' | 'audio.testSound'> {
  return {
    'audio.meter': ({ on }) => phone.send({ do: 'meter', on }),
    'audio.testSound': ({ device }) => phone.send({ do: 'testSound', device }),
  };
}
