import { expect, type Locator, type Page, test } from '@playwright/test';
import type { RuleRefusal } from '#shared/contracts/calling.ts';
import type { NeedId, RuleId, WarningId } from '#shared/domain/rules/rule-ids.ts';
import type { Result } from '#shared/result.ts';
import { callEn } from '../../../src/renderer/ui/i18n/locales/en/call.ts';
import { rulesEn } from '../../../src/renderer/ui/i18n/locales/en/rules.ts';
import { desk } from './desk.ts';
import type { ScenarioInput } from './scenario.ts';

export const hour = 3_600_000;
export const day = 24 * hour;

type Step = NonNullable<ScenarioInput['timeline']>[number];
type Contact = ScenarioInput['contacts'][number];
type Verb = 'message' | 'grant' | 'decline' | 'revoke' | 'request' | 'template' | 'called' | 'refuse';
type WithoutPlace<Of> = Of extends { readonly contact: string } ? Omit<Of, 'at' | 'contact'> : never;
/** Something that happened with the row's contact, so many milliseconds before now. */
type Past = { readonly ago: number } & WithoutPlace<Extract<Step, { do: Verb }>>;

interface Refused {
  readonly rule: RuleId;
  /** So many milliseconds from now it is allowed again. */
  readonly againIn?: number;
  /** What has to happen, and how long there is to wait besides. */
  readonly needs?: readonly NeedId[];
  readonly notBeforeIn?: number;
}

interface Allowed {
  readonly warns?: readonly WarningId[];
  /** Calls, or requests, that are left. */
  readonly left?: number;
}

/** One rule made true for a contact, and what the agent is told of it. */
export interface RuleRow {
  readonly rule: string;
  readonly contact?: Partial<Contact>;
  readonly past?: readonly Past[];
  readonly permission: keyof typeof rulesEn.permission;
  readonly call: Refused | Allowed;
  /** `hidden`: there is nothing to ask for. */
  readonly request: Refused | Allowed | 'hidden';
  readonly price?: string;
  /** Whether the contact may be written to. */
  readonly writable?: boolean;
}

/** What many rows have in common. */
export const wrote = { ago: hour, do: 'message', text: 'Please call me' } as const;
export const never = { rule: 'permission-missing', needs: ['grant'] } as const;
export const free = { left: 1 } as const;
const blocked = { rule: 'region-blocked', needs: ['nothing-helps'] } as const;
export const noArea = { permission: 'none', call: blocked, request: blocked } as const;

const isRefused = (expected: Refused | Allowed): expected is Refused => 'rule' in expected;
export const idOf = (index: number): string => `row-${index}`;
export const nameOf = ({ rule }: RuleRow): string => `Row ${rule}`;

/** How far the clock is ahead once the past of the rows has happened. */
export const aheadOf = (rows: readonly RuleRow[]): number =>
  Math.max(0, ...rows.flatMap(({ past = [] }) => past.map(({ ago }) => ago)));

/** Contacts of the rows, and a timeline at whose zero everything of their past has happened. */
export function scenarioOf(rows: readonly RuleRow[]): Pick<ScenarioInput, 'contacts'> & { timeline: Step[] } {
  const contacts = rows.map((row, index) => ({
    id: idOf(index),
    name: nameOf(row),
    phone: `+39333${String(1_000_000 + index)}`,
    permission: 'none' as const,
    ...row.contact,
  }));
  const past = rows
    .flatMap(({ past: own = [] }, index) => own.map((each) => ({ ...each, contact: idOf(index) })))
    .sort((left, right) => right.ago - left.ago);
  const timeline: Step[] = [];
  let behind = aheadOf(rows);
  const jumpTo = (ago: number): void => {
    if (behind > ago) timeline.push({ at: 0, do: 'clock', by: behind - ago });
    behind = ago;
  };
  for (const { ago, ...step } of past) {
    jumpTo(ago);
    timeline.push({ at: 0, ...step } as Step);
  }
  jumpTo(0);
  return { contacts, timeline };
}

/** The words of the dictionary, whatever stands in their gaps. */
export const wordsOf = (text: string): RegExp =>
  new RegExp(
    text
      .split(/\{\{\w+\}\}/)
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.+'),
  );

export async function openMenu(page: Page, contactId: string, name: string): Promise<Locator> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#/inbox/${contactId}`);
  await expect(desk.conversation(page)).toContainText(name);
  await desk.conversation(page).getByRole('button', { name: callEn.call.menu }).click();
  const menu = page.getByRole('dialog', { name: callEn.call.menu });
  await expect(menu.getByRole('menu', { name: `Call ${name}` })).toBeVisible();
  return menu;
}

/** Opens the call menu of each row's contact, reads it, and asks main the same directly. */
export async function checkRows(page: Page, rows: readonly RuleRow[]): Promise<void> {
  const aheadMs = aheadOf(rows);
  for (const [index, row] of rows.entries()) {
    await test.step(row.rule, async () => {
      const menu = await openMenu(page, idOf(index), nameOf(row));
      await expect(menu).toContainText(wordsOf(rulesEn.permission[row.permission]));
      const call = menu.getByRole('menuitem').first();
      await checkItem(call, row.call, 'call');
      if (row.price !== undefined) await expect(call).toHaveAccessibleDescription(new RegExp(escaped(row.price)));
      const request = menu.getByRole('menuitem', { name: callEn.call.askPermission });
      if (row.request === 'hidden') await expect(request).toHaveCount(0);
      else await checkItem(request, row.request, 'request');
      if (row.writable !== undefined)
        await expect(page.getByRole('textbox', { name: 'Message' })).toHaveCount(row.writable ? 1 : 0);
      if (isRefused(row.call)) checkRefusal(await place(page, idOf(index)), row.call, aheadMs);
      const exists = { rule: 'permission-exists' } as const;
      const expected = row.request === 'hidden' ? exists : row.request;
      if (isRefused(expected)) checkRefusal(await ask(page, idOf(index)), expected, aheadMs);
      await page.keyboard.press('Escape');
      await expect(menu).toHaveCount(0);
    });
  }
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Main names it; to an agent the reason has said it already. */
const unsaid = 'permission-waiting grant';

async function checkItem(item: Locator, expected: Refused | Allowed, action: 'call' | 'request'): Promise<void> {
  await expect(item).toHaveAttribute('aria-disabled', String(isRefused(expected)));
  if (isRefused(expected)) {
    const { rule, againIn, needs = [], notBeforeIn } = expected;
    await expect(item).toHaveAccessibleDescription(wordsOf(rulesEn.refusal[rule]));
    if (againIn !== undefined) await expect(item).toHaveAccessibleDescription(wordsOf(rulesEn.again[action]));
    for (const need of needs)
      if (`${rule} ${need}` !== unsaid) await expect(item).toHaveAccessibleDescription(wordsOf(rulesEn.need[need]));
    if (notBeforeIn !== undefined) await expect(item).toHaveAccessibleDescription(wordsOf(rulesEn.notBefore));
    return;
  }
  for (const warning of expected.warns ?? [])
    await expect(item).toHaveAccessibleDescription(wordsOf(rulesEn.warning[warning]));
  if (expected.left === undefined) return;
  const words = action === 'call' ? callEn.call.callsLeft_one : callEn.call.requestsLeft_one;
  const many = action === 'call' ? callEn.call.callsLeft_other : callEn.call.requestsLeft_other;
  const text = (expected.left === 1 ? words : many).replace('{{count}}', String(expected.left));
  await expect(item).toHaveAccessibleDescription(new RegExp(escaped(text)));
}

/** What a page could do without its buttons. */
export const place = (page: Page, contactId: string): Promise<Result<unknown>> =>
  page.evaluate((id) => window.cornetta.request('call.place', { contactId: id, kind: 'voice' }), contactId);

export const ask = (page: Page, contactId: string): Promise<Result<unknown>> =>
  page.evaluate(([id, clientId]) => window.cornetta.request('permission.request', { contactId: id, clientId }), [
    contactId,
    crypto.randomUUID(),
  ] as const);

/** How far instants may be off: tests are slower than the clock. */
const slackMs = 5 * 60_000;

/** @param aheadMs how far the clock of the rules is ahead */
export function checkRefusal(result: Result<unknown>, expected: Refused, aheadMs: number): void {
  const { rule, againIn, needs, notBeforeIn } = expected;
  expect(result).toMatchObject({ ok: false, error: { code: 'rule', refusal: { rule } } });
  const refusal: RuleRefusal | undefined = result.ok ? undefined : result.error.refusal;
  if (needs !== undefined) expect(refusal).toMatchObject({ needs: expect.arrayContaining([...needs]), liftsAt: null });
  else if (againIn !== undefined) expect(refusal).toMatchObject({ needs: [], liftsAt: expect.any(Number) });
  const near = (at: number | null | undefined, wanted: number): void =>
    expect(Math.abs((at ?? 0) - Date.now() - aheadMs - wanted), `${rule}: when again`).toBeLessThan(slackMs);
  if (againIn !== undefined) near(refusal?.liftsAt, againIn);
  if (notBeforeIn !== undefined) near(refusal?.waitUntil, notBeforeIn);
}
