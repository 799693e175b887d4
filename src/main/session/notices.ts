import type { Notice, NoticeCode } from '#shared/contracts/notices.ts';

export interface Notices {
  readonly list: () => readonly Notice[];
  readonly tell: (code: NoticeCode, params?: Notice['params']) => void;
  /** One that was worded elsewhere (the queue's); the same id is told once. */
  readonly add: (notice: Notice) => void;
  readonly dismiss: (id: string) => boolean;
  /** Takes back what is no longer true. */
  readonly withdraw: (code: NoticeCode) => void;
}

const levels: Readonly<Record<NoticeCode, Notice['level']>> = {
  'phone-restarted': 'error',
  'calls-interrupted': 'warning',
  'recordings-recovered': 'warning',
  'recordings-out-of-reach': 'error',
  'recordings-folder': 'error',
  'recording-failed': 'error',
  'recording-disk-full': 'error',
  'microphone-failed': 'error',
  'microphone-missing': 'error',
  'microphone-changed': 'info',
  'registration-refused': 'error',
  'gateway-restarted': 'warning',
  'gateway-refused': 'error',
  'cache-rebuilt': 'info',
  'ledger-salvaged': 'error',
  'audit-broken': 'error',
  'storage-failing': 'error',
  'no-keyring': 'warning',
  'secret-missing': 'error',
  'account-damaged': 'error',
  'call-refused': 'warning',
  'call-failed': 'warning',
  'mute-failed': 'error',
  'unmute-failed': 'warning',
  'hold-failed': 'warning',
  'resume-failed': 'warning',
  'digits-failed': 'warning',
  'call-answered-elsewhere': 'info',
  'message-failed': 'error',
  'note-failed': 'error',
  'note-lost': 'error',
  'note-damaged': 'error',
  'note-in-memory': 'warning',
  'message-window-closed': 'warning',
  'shortcut-taken': 'warning',
  'links-refused': 'warning',
};

/** Kept small: an agent reads a handful, and a fault that repeats is one fault. */
const most = 20;

/** Where there are too many the oldest of the least serious goes. */
function bounded(notices: readonly Notice[]): readonly Notice[] {
  if (notices.length <= most) return notices;
  const least = (['info', 'warning', 'error'] as const).find((level) => notices.some((each) => each.level === level));
  const goes = notices.findIndex(({ level }) => level === least);
  return notices.filter((_, index) => index !== goes);
}

/** What the agent must be told, newest last; telling the same code again replaces the earlier one. */
export function createNotices(now: () => number, changed: (notices: readonly Notice[]) => void): Notices {
  let notices: readonly Notice[] = [];
  let sequence = 0;
  const set = (next: readonly Notice[]): void => {
    notices = next;
    changed(notices);
  };
  return {
    list: () => notices,
    tell: (code, params = {}) => {
      sequence += 1;
      const notice: Notice = { id: `${code}-${sequence}`, code, level: levels[code], at: now(), params };
      set(bounded([...notices.filter((other) => other.code !== code), notice]));
    },
    add: (notice) => {
      if (!notices.some(({ id }) => id === notice.id)) set(bounded([...notices, notice]));
    },
    dismiss: (id) => {
      const left = notices.filter((notice) => notice.id !== id);
      if (left.length === notices.length) return false;
      set(left);
      return true;
    },
    withdraw: (code) => {
      if (notices.some((notice) => notice.code === code)) set(notices.filter((notice) => notice.code !== code));
    },
  };
}
