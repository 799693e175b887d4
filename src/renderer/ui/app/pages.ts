import { loadJudge } from '../features/calling/use-calling.ts';

/** What is not needed for the first paint, each in a file of its own. */
export const pages = {
  conversation: () => import('../features/conversation/conversation.tsx'),
  calls: () => import('../features/calls/calls-view.tsx'),
  recordings: () => import('../features/recordings/recordings-view.tsx'),
  settings: () => import('../features/settings/settings-view.tsx'),
  judge: loadJudge,
  dial: () => import('../features/calling/dial-dialog.tsx'),
  shortcutSheet: () => import('./shortcuts/shortcut-sheet.tsx'),
} as const;

/** Fetches the rest while nothing else is to be done, so that the first click on it does not wait. */
export function fetchPagesWhenIdle(numbersLoaded: (format: (number: string) => string) => void): void {
  const load = async (): Promise<void> => {
    for (const page of Object.values(pages)) {
      await page();
      await idle();
    }
    const { formatPhoneNumber } = await import('#shared/domain/phone-number.ts');
    numbersLoaded(formatPhoneNumber);
  };
  // A part that cannot be fetched now is asked for again when it is needed.
  void idle()
    .then(load)
    .catch(() => undefined);
}

const idle = (): Promise<void> => new Promise((resolve) => requestIdleCallback(() => resolve(), { timeout: 2000 }));
