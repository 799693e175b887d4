import type { UiPush } from '../ipc/push.ts';
import type { Clock } from '../platform/clock.ts';
import type { MainLog } from '../platform/log-port.ts';
import type { Secrets } from '../platform/secrets.ts';
import type { Threads } from '../platform/threads.ts';
import type { Start } from '../start/read-start.ts';
import type { Core } from './core.ts';
import type { Desktop } from './desktop.ts';
import type { Keeping } from './keeping.ts';

/** What calls and conversations are built on. */
export interface TelephonyOptions {
  readonly start: Start;
  readonly built: string;
  readonly userData: string;
  readonly core: Core;
  readonly keeping: Keeping;
  readonly secrets: Secrets;
  readonly push: UiPush;
  readonly desktop: () => Desktop | null;
  readonly restartPhone: (reason: string) => void;
  readonly threads: Threads;
  readonly clock: Clock;
  readonly log: MainLog;
}
