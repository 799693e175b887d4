/** The rules that the provider’s own profile has besides those of rules.spec.ts, in the same way. */
import { callEn } from '../../src/renderer/ui/i18n/locales/en/call.ts';
import { expect, test } from './support/app.ts';
import { desk } from './support/desk.ts';
import {
  checkRows,
  day,
  free,
  hour,
  idOf,
  nameOf,
  never,
  noArea,
  openMenu,
  type RuleRow,
  scenarioOf,
  wrote,
} from './support/rule-rows.ts';
import { scenario } from './support/scenario.ts';

/** Six seconds of it cost six cents. */
const dear = [{ place: 'IT', perMinute: '0.60', currency: 'USD' }];
const sixSeconds = /\$0\.(06|12|18|24)\b/;

const meta: readonly RuleRow[] = [
  {
    rule: 'temporary, running',
    past: [{ ago: day, do: 'grant', term: 'temporary' }, wrote],
    contact: { answers: 'after:100' },
    permission: 'temporary',
    call: { left: 100 },
    request: free,
  },
  {
    rule: 'temporary, 168 h are over',
    past: [{ ago: 169 * hour, do: 'grant', term: 'temporary' }, wrote],
    permission: 'expired',
    call: { rule: 'permission-expired', needs: ['grant'] },
    request: free,
  },
  {
    rule: 'two calls in a row not answered',
    past: [
      { ago: day, do: 'grant' },
      { ago: 2 * hour, do: 'called', times: 2 },
    ],
    permission: 'permanent',
    call: { warns: ['revocation-near'] },
    request: 'hidden',
  },
  {
    rule: 'four calls in a row not answered',
    past: [{ ago: day, do: 'grant' }, { ago: 2 * hour, do: 'called', times: 4 }, wrote],
    permission: 'revoked',
    call: { rule: 'permission-revoked-unanswered', needs: ['grant'] },
    request: free,
  },
  {
    rule: '99 connected calls',
    past: [
      { ago: day, do: 'grant' },
      { ago: 2 * hour, do: 'called', answered: true, times: 99 },
    ],
    permission: 'permanent',
    call: { left: 1 },
    request: 'hidden',
  },
  {
    rule: '100 connected calls',
    past: [
      { ago: day, do: 'grant' },
      { ago: 2 * hour, do: 'called', answered: true, times: 100 },
    ],
    permission: 'permanent',
    call: { rule: 'connected-calls', againIn: 22 * hour },
    request: 'hidden',
  },
  {
    rule: 'a connected call resets requests',
    past: [
      { ago: 3 * hour, do: 'request' },
      { ago: hour, do: 'called', answered: true },
    ],
    permission: 'waiting',
    call: { rule: 'permission-waiting' },
    request: free,
  },
  {
    rule: 'a request in a template',
    past: [{ ago: 2 * hour, do: 'request', via: 'template' }, wrote],
    permission: 'waiting',
    call: { rule: 'permission-waiting' },
    request: { rule: 'requests-per-day', againIn: 22 * hour },
  },
  {
    rule: 'a request that ran out',
    past: [{ ago: 8 * day, do: 'request' }, wrote],
    permission: 'none',
    call: never,
    request: free,
  },
  { rule: 'Cuba', contact: { phone: '+5352123456' }, ...noArea },
  { rule: 'Iran', contact: { phone: '+989121234567' }, ...noArea },
];

test('each rule that the provider’s own profile has besides', async ({ launch }) => {
  const { page } = await launch({
    scenario: { ...scenario([], { rates: dear, rules: 'meta-2026-10' }), ...scenarioOf(meta) },
  });
  await desk.connected(page);
  await checkRows(page, meta);

  await test.step('a call costs by begun 6 seconds, and nothing before it is answered', async () => {
    const [row] = meta;
    const menu = await openMenu(page, idOf(0), row === undefined ? '' : nameOf(row));
    await menu.getByRole('menuitem').first().click();
    await desk.talking(page);
    await expect(desk.activeCall(page)).toContainText(sixSeconds);
    await desk.end(page);
    await expect(page.getByRole('region', { name: callEn.call.over })).toContainText(sixSeconds);
  });
});
