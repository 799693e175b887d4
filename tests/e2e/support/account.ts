import type { Locator, Page } from '@playwright/test';
import { desk } from './desk.ts';

/** The section of the settings, as a person finds it. */
export async function openAccount(page: Page): Promise<Locator> {
  await desk.goTo(page, 'Settings');
  const section = page.getByRole('region', { name: 'Account', exact: true });
  await section.scrollIntoViewIfNeeded();
  return section;
}
