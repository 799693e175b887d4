import { expect, test } from './support/app.ts';
import { desk } from './support/desk.ts';
import { ledgerRows } from './support/ledger.ts';
import { anna, marco, scenario } from './support/scenario.ts';

test('calls that the team missed while this desk was not there are in its list of missed calls, once', async ({
  launch,
  stage,
}) => {
  const [rang, afterwards] = [600_000, 1_200_000];
  const { args, cue, output } = await stage(
    scenario([
      { at: 100, do: 'call', contact: 'anna', ringFor: rang },
      { at: 100, do: 'call', contact: 'marco', ringFor: rang },
      { at: afterwards, do: 'message', contact: 'anna', text: 'Nobody there?' },
    ]),
  );
  await expect.poll(output).toMatch(/(anna|marco) calls[\s\S]*(anna|marco) calls/);
  await cue(rang + 100);
  const first = await launch({ args });
  await desk.connected(first.page);
  await desk.goTo(first.page, 'Calls');
  await first.page.getByRole('tab', { name: 'Missed' }).click();
  await expect(first.page.getByRole('tabpanel')).toContainText(anna.name);
  await expect(first.page.getByRole('tabpanel')).toContainText(marco.name);
  await first.quit();

  const second = await launch({ args, userData: first.userData });
  await desk.connected(second.page);
  await cue(afterwards);
  // Whatever the gateway had to tell again stood before this.
  await expect(desk.conversations(second.page)).toContainText('Nobody there?');
  expect(
    ledgerRows(second.userData, "SELECT contact_id FROM calls WHERE outcome = 'missed' ORDER BY contact_id"),
  ).toEqual([{ contact_id: 'anna' }, { contact_id: 'marco' }]);
});
