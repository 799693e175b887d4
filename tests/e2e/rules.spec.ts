/** Every rule of the first profile that refuses, warns or counts before a call, as the agent sees it and as main answers: a contact for each. */
import type { Locator } from '@playwright/test';
import { callEn } from '../../src/renderer/ui/i18n/locales/en/call.ts';
import { noticesEn } from '../../src/renderer/ui/i18n/locales/en/notices.ts';
import { rulesEn } from '../../src/renderer/ui/i18n/locales/en/rules.ts';
import { expect, test } from './support/app.ts';
import { desk } from './support/desk.ts';
import {
  aheadOf,
  ask,
  checkRefusal,
  checkRows,
  day,
  free,
  hour,
  idOf,
  nameOf,
  never,
  noArea,
  openMenu,
  place,
  type RuleRow,
  scenarioOf,
  wordsOf,
  wrote,
} from './support/rule-rows.ts';
import { scenario } from './support/scenario.ts';

const rates = [
  { place: 'IT', perMinute: '0.0103', currency: 'USD' },
  { place: 'AE', perMinute: '0.20', currency: 'USD' },
];
const windowClosed = { rule: 'service-window-closed', needs: ['contact-writes'] } as const;
const unreliable = {
  permission: 'permanent',
  call: { warns: ['unreliable-region'] },
  request: 'hidden',
} as const;
const granted = (phone: string) => ({ permission: 'granted', phone }) as const;

const seeds: readonly RuleRow[] = [
  { rule: 'never asked, window open', past: [wrote], permission: 'none', call: never, request: free, writable: true },
  {
    rule: 'window closed after 24 h',
    past: [{ ...wrote, ago: 25 * hour }],
    permission: 'none',
    call: never,
    request: windowClosed,
    writable: false,
  },
  {
    rule: 'one request in 24 h',
    past: [wrote, { ago: 2 * hour, do: 'request' }],
    permission: 'waiting',
    call: { rule: 'permission-waiting', needs: ['grant'] },
    request: { rule: 'requests-per-day', againIn: 22 * hour },
  },
  {
    rule: 'two requests in 7 days',
    past: [{ ago: 3 * day, do: 'request' }, { ago: 2 * day, do: 'request' }, wrote],
    permission: 'waiting',
    call: { rule: 'permission-waiting' },
    request: { rule: 'requests-per-week', needs: ['contact-writes'], notBeforeIn: 4 * day },
  },
  {
    rule: 'template opened, no reply',
    past: [{ ago: hour, do: 'template', text: 'Your order is ready' }],
    permission: 'none',
    call: never,
    request: { rule: 'reply-needed', needs: ['contact-writes'] },
    writable: false,
  },
  {
    rule: 'declined',
    past: [{ ago: 3 * hour, do: 'request' }, { ago: 2 * hour, do: 'decline' }, wrote],
    permission: 'declined',
    call: { rule: 'permission-declined', needs: ['grant'] },
    request: { rule: 'declined-recently', againIn: 22 * hour },
  },
  {
    rule: 'granted for good, days ago',
    past: [{ ago: 3 * day, do: 'grant' }],
    permission: 'permanent',
    call: {},
    request: 'hidden',
    price: '$0.0103 a minute',
    writable: false,
  },
  {
    rule: 'temporary lasts, too',
    past: [{ ago: 9 * day, do: 'grant', term: 'temporary' }],
    permission: 'permanent',
    call: {},
    request: 'hidden',
  },
  {
    rule: 'revoked',
    past: [{ ago: 2 * day, do: 'grant' }, { ago: 2 * hour, do: 'revoke' }, wrote],
    permission: 'revoked',
    call: { rule: 'permission-revoked', needs: ['grant'] },
    request: free,
  },
  {
    rule: 'four of five calls',
    past: [
      { ago: 2 * hour, do: 'grant' },
      { ago: hour, do: 'called', times: 4 },
    ],
    permission: 'permanent',
    call: { left: 1 },
    request: 'hidden',
  },
  {
    rule: 'five calls after the grant',
    past: [
      { ago: 2 * hour, do: 'grant' },
      { ago: hour, do: 'called', times: 4 },
      { ago: hour, do: 'called', answered: true },
    ],
    permission: 'permanent',
    call: { rule: 'attempts-after-grant', againIn: 22 * hour },
    request: 'hidden',
    writable: true,
  },
  { rule: 'North Korea', contact: { phone: '+8501921234567' }, ...noArea },
  { rule: 'Syria', contact: { phone: '+963933123456' }, ...noArea },
  { rule: 'Crimea', contact: { phone: '+73652123456' }, ...noArea },
  { rule: 'Donetsk', contact: { phone: '+380622123456' }, ...noArea },
  { rule: 'Luhansk', contact: { phone: '+380642123456' }, ...noArea },
  {
    rule: 'a mobile of Crimea',
    contact: granted('+79781234567'),
    permission: 'permanent',
    call: { warns: ['region-uncertain'] },
    request: 'hidden',
    price: 'Price not known',
  },
  {
    rule: 'no number at all',
    contact: { phone: undefined, permission: 'granted' },
    permission: 'permanent',
    call: { warns: ['region-not-known'] },
    request: 'hidden',
    price: 'Price not known',
  },
  { rule: 'Emirates', contact: granted('+971501234567'), ...unreliable, price: '$0.20 a minute' },
  { rule: 'Saudi Arabia', contact: granted('+966512345678'), ...unreliable },
  { rule: 'Qatar', contact: granted('+97433123456'), ...unreliable },
  { rule: 'Egypt', contact: granted('+201001234567'), ...unreliable },
  {
    rule: 'Cuba is allowed here',
    contact: granted('+5352123456'),
    permission: 'permanent',
    call: {},
    request: 'hidden',
  },
  {
    rule: 'no number that can be',
    contact: { phone: '+391234' },
    permission: 'none',
    call: { rule: 'number-impossible', needs: ['correct-number'] },
    request: { rule: 'number-impossible' },
  },
  {
    rule: 'a number of nowhere',
    contact: { phone: '+999123456' },
    permission: 'none',
    call: { rule: 'region-unknown' },
    request: { rule: 'region-unknown' },
  },
];

/** Allowed by all that we know, until the provider is asked. */
const byProvider = [
  {
    rule: 'a limit of the provider',
    past: [
      { ago: 3 * day, do: 'grant' },
      { ago: 0, do: 'refuse', what: 'call', code: 138_012, for: 3 * hour },
    ],
    permission: 'permanent',
    call: {},
    request: 'hidden',
  },
  {
    rule: 'no permission by the provider',
    past: [
      { ago: 3 * day, do: 'grant' },
      { ago: 0, do: 'refuse', what: 'call', code: 138_006 },
    ],
    permission: 'permanent',
    call: {},
    request: 'hidden',
  },
  {
    rule: 'a request that the provider limits',
    past: [wrote, { ago: 0, do: 'refuse', what: 'request', code: 138_009, for: 5 * hour }],
    permission: 'none',
    call: never,
    request: free,
  },
  {
    rule: 'a fault of the provider',
    past: [
      { ago: 3 * day, do: 'grant' },
      { ago: 0, do: 'refuse', what: 'call', code: 138_004 },
    ],
    permission: 'permanent',
    call: {},
    request: 'hidden',
  },
] as const satisfies readonly RuleRow[];

test('each rule of the first profile says why not and when again, and main refuses by the same one', {
  tag: '@long',
}, async ({ launch }) => {
  const all = [...seeds, ...byProvider];
  const ahead = aheadOf(all);
  const { page } = await launch({ scenario: { ...scenario([], { rates }), ...scenarioOf(all) } });
  await desk.connected(page);
  await checkRows(page, all);

  const [limit, gone, request, fault] = byProvider;
  const item = async (row: RuleRow): Promise<Locator> => {
    const menu = await openMenu(page, idOf(all.indexOf(row)), nameOf(row));
    return row === request
      ? menu.getByRole('menuitem', { name: callEn.call.askPermission })
      : menu.getByRole('menuitem').first();
  };
  const refusals = [
    {
      row: limit,
      refused: { rule: 'connected-calls', againIn: 3 * hour },
      told: rulesEn.provider.error138012,
      why: rulesEn.provider.error138012,
      again: rulesEn.again.call,
    },
    {
      row: gone,
      refused: { rule: 'permission-missing' },
      told: rulesEn.provider.error138006,
      // From then on it is as if the contact had never been asked.
      why: rulesEn.refusal['permission-missing'],
      again: rulesEn.need.grant,
    },
    {
      row: request,
      refused: { rule: 'provider-limit', againIn: 5 * hour },
      told: rulesEn.provider.error138009,
      why: rulesEn.provider.error138009,
      again: rulesEn.again.request,
    },
  ] as const;
  for (const { row, refused, told, why, again } of refusals)
    await test.step(row.rule, async () => {
      await (await item(row)).click();
      const news =
        row === request
          ? page.getByRole('status').filter({ hasText: callEn.call.requestNotSent.replace('{{why}}', '') })
          : page.getByRole('region', { name: noticesEn.notices.label });
      await expect(news.first()).toContainText(told);
      if ('againIn' in refused) await expect(news.first()).toContainText(wordsOf(again));
      await page.keyboard.press('Escape');
      const after = await item(row);
      await expect(after).toHaveAccessibleDescription(wordsOf(why));
      // Of a limit that the provider has not put a number to, none is told.
      await expect(after).not.toHaveAccessibleDescription(/\(\d+\)/);
      await expect(after).toHaveAccessibleDescription(wordsOf(again));
      const direct = row === request ? ask : place;
      checkRefusal(await direct(page, idOf(all.indexOf(row))), refused, ahead);
      await page.keyboard.press('Escape');
    });

  await test.step(fault.rule, async () => {
    await (await item(fault)).click();
    await expect(page.getByRole('region', { name: noticesEn.notices.label })).toContainText(
      rulesEn.provider.error138004,
    );
    // It did not reach the contact: nobody has not answered, and it may be tried again.
    await expect(page.getByRole('group', { name: 'No answer' })).toHaveCount(0);
    await expect(await item(fault)).toHaveAttribute('aria-disabled', 'false');
    await page.keyboard.press('Escape');
  });
});
