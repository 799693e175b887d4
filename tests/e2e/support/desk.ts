import { expect, type Locator, type Page } from '@playwright/test';
import type { CallView, SessionSnapshot } from '#shared/contracts/session.ts';
import type { UiBridge } from '#shared/contracts/ui.ts';
import type { Result } from '#shared/result.ts';

declare global {
  interface Window {
    readonly cornetta: UiBridge;
  }
}

/** The agent's desk by its accessible names: what a person, a screen reader or a test says. */
export const desk = {
  connection: (page: Page): Locator => page.getByRole('status', { name: 'Connection' }),
  incoming: (page: Page): Locator => page.getByRole('region', { name: 'Incoming calls' }).first(),
  incomingCard: (page: Page, name: string): Locator =>
    desk.incoming(page).getByRole('article', { name: `Incoming call from ${name}` }),
  activeCall: (page: Page): Locator => page.getByRole('region', { name: 'Active call' }),
  conversation: (page: Page): Locator => page.getByRole('region', { name: 'Conversation' }),
  conversations: (page: Page): Locator => page.getByRole('list', { name: 'Conversations' }),
  messages: (page: Page): Locator => page.getByRole('log', { name: 'Messages' }),
  goTo: async (page: Page, view: 'Inbox' | 'Calls' | 'Recordings' | 'Settings'): Promise<void> => {
    await page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: view })
      .or(page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: view }))
      .click();
  },
  openConversation: async (page: Page, name: string): Promise<void> => {
    await desk.goTo(page, 'Inbox');
    await desk.conversations(page).getByRole('listitem').filter({ hasText: name }).first().click();
    await expect(desk.conversation(page)).toContainText(name);
  },
  connected: async (page: Page): Promise<void> => {
    await expect(desk.connection(page)).toContainText('Connected');
  },
  answer: async (page: Page, name: string): Promise<void> => {
    await desk.incomingCard(page, name).getByRole('button', { name: 'Answer', exact: true }).click();
    await expect(desk.activeCall(page).getByRole('heading', { name })).toBeVisible();
  },
  /**
   * Waits until both sides are connected and media flows. Asks main first: where an assertion on the page has to wait, Playwright writes
   * the whole page down at each try.
   */
  talking: async (page: Page): Promise<void> => {
    await expect
      .poll(async () => (await session(page)).calls.find((call) => call.phase === 'active')?.media)
      .toBe('flowing');
    await expect(desk.activeCall(page).getByRole('timer', { name: 'Call duration' })).toBeVisible();
  },
  /** Starts the recording. It begins between the two instants that this gives (ms): machines may be slow to show what they do. */
  record: async (page: Page): Promise<{ readonly asked: number; readonly seen: number }> => {
    const asked = Date.now();
    await desk.activeCall(page).getByRole('button', { name: 'Record', exact: true }).click();
    await expect(desk.activeCall(page).getByRole('button', { name: 'Stop recording' })).toBeVisible();
    return { asked, seen: Date.now() };
  },
  end: async (page: Page): Promise<void> => {
    await desk.activeCall(page).getByRole('button', { name: 'End' }).click();
    await expect(desk.activeCall(page)).toHaveCount(0);
  },
};

/** The snapshot main would give a freshly loaded window. */
export async function session(page: Page): Promise<SessionSnapshot> {
  const result = await page.evaluate(() => window.cornetta.request('session.snapshot', null));
  if (!result.ok) throw new Error(`no snapshot: ${result.error.code}`);
  return result.value;
}

/**
 * What the agent is told at the moment. Not that a shortcut is taken: that depends on who else has a ringing call on this screen, another
 * test for instance.
 */
export async function told(page: Page): Promise<readonly string[]> {
  return (await session(page)).notices.map(({ code }) => code).filter((code) => code !== 'shortcut-taken');
}

/** The call the page would make by its buttons, made directly: what a hostile page or a hasty shortcut could do. */
export function requestAnswer(page: Page, callId: string): Promise<Result<null>> {
  return page.evaluate((id) => window.cornetta.request('call.answer', { callId: id }), callId);
}

export async function callOf(page: Page, name: string): Promise<CallView> {
  const call = (await session(page)).calls.find((candidate) => candidate.name === name);
  if (call === undefined) throw new Error(`no call of ${name}`);
  return call;
}

/** Resolves once a side was heard so often, by what the level meters show (about 15 times a second): sound that really came. */
export async function hear(page: Page, side: 'agent' | 'contact', times: number): Promise<void> {
  await page.evaluate(
    ([from, wanted]) =>
      new Promise<void>((resolve) => {
        let heard = 0;
        const off = window.cornetta.on('levels', (levels) => {
          if (levels.callId !== null && levels[from] > 0) heard += 1;
          if (heard < wanted) return;
          off();
          resolve();
        });
      }),
    [side, times] as const,
  );
}

export const hearContact = (page: Page, times: number): Promise<void> => hear(page, 'contact', times);
