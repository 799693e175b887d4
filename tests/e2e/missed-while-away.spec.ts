import { expect, test } from './support/app.ts';
import { desk } from './support/desk.ts';
import { ledgerRows } from './support/ledger.ts';
import { anna, marco, scenario } from './support/scenario.ts';
import { gatewayPolicy, startTeamGateway, token } from './support/team-gateway.ts';

test('calls that the team missed while this desk was not there are in its list of missed calls, once', async ({
  launch,
  folder,
}) => {
  const gateway = await startTeamGateway(
    folder,
    scenario([
      { at: 100, do: 'call', contact: 'anna', ringFor: 300 },
      { at: 200, do: 'call', contact: 'marco', ringFor: 300 },
    ]),
    [`carla:Carla:${token}`],
  );
  try {
    await expect.poll(() => gateway.output()).toMatch(/marco[\s\S]*missed|marco[\s\S]*gave up|missed[\s\S]*missed/);
    const args = [gatewayPolicy(folder, gateway.port, token)];
    const first = await launch({ args });
    await desk.connected(first.page);
    await desk.goTo(first.page, 'Calls');
    await first.page.getByRole('tab', { name: 'Missed' }).click();
    await expect(first.page.getByRole('tabpanel')).toContainText(anna.name);
    await expect(first.page.getByRole('tabpanel')).toContainText(marco.name);
    await first.quit();

    const second = await launch({ args, userData: first.userData });
    await desk.connected(second.page);
    expect(ledgerRows(second.userData, "SELECT id FROM calls WHERE outcome = 'missed'")).toHaveLength(2);
  } finally {
    await gateway.stop();
  }
});
