import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './support/app.ts';
import { desk, hearContact, session } from './support/desk.ts';
import { ledgerRows } from './support/ledger.ts';
import { anna, marco, scenario } from './support/scenario.ts';
import { cable } from './support/tcp-cut.ts';
import { startTeamGateway } from './support/team-gateway.ts';

const token = 'an-agent-token-of-some-length';

test('the network is cut in a call and comes back: the call goes on, registration returns, nothing is missed', async ({
  launch,
  folder,
}) => {
  const gateway = await startTeamGateway(
    folder,
    scenario([
      { at: 8000, do: 'call', contact: 'anna', ringFor: 60_000 },
      { at: 14_000, do: 'message', contact: 'marco', text: 'sent while you were away' },
      { at: 20_000, do: 'call', contact: 'marco', ringFor: 60_000 },
    ]),
    [`agent1:Carla:${token}`],
  );
  const line = await cable(gateway.port);
  const policy = join(folder, 'policy.json');
  writeFileSync(
    policy,
    JSON.stringify({ workspace: { mode: 'gateway', url: `ws://127.0.0.1:${line.port}/agent`, token } }),
  );
  try {
    const { page } = await launch({ args: [`--policy=${policy}`] });
    await desk.connected(page);
    await desk.answer(page, anna.name);
    await desk.talking(page);

    line.unplug();
    await expect(desk.connection(page)).not.toContainText('Connected');
    await hearContact(page, 60);
    const during = (await session(page)).calls.find((call) => call.name === anna.name);
    expect(during).toMatchObject({ phase: 'active', media: 'flowing' });

    const registered = page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const off = window.cornetta.on('session', ({ connection }) => {
            if (connection.state !== 'connected') return;
            off();
            resolve(Date.now());
          });
        }),
    );
    const back = Date.now();
    line.plugIn();
    // How long that may take is arithmetic, and tested as such (tests/unit: back-off); a busy machine takes longer.
    const tookMs = (await registered) - back;
    test.info().annotations.push({ type: 'registered again', description: `${tookMs} ms after the network came back` });
    process.stdout.write(`    registered again ${tookMs} ms after the network came back\n`);
    await desk.connected(page);
    await expect(desk.conversations(page)).toContainText('sent while you were away', { timeout: 20_000 });
    await desk.end(page);
    await desk.answer(page, marco.name);
    await desk.talking(page);
    await desk.end(page);
  } finally {
    await line.close();
    await gateway.stop();
  }
});

test('the network is cut while a call rings and is back only when the call was given up here: it rings again', async ({
  launch,
  folder,
}) => {
  const gateway = await startTeamGateway(
    folder,
    scenario([{ at: 8000, do: 'call', contact: 'anna', ringFor: 60_000 }]),
    [`agent1:Carla:${token}`],
  );
  const line = await cable(gateway.port);
  const policy = join(folder, 'policy.json');
  writeFileSync(
    policy,
    JSON.stringify({ workspace: { mode: 'gateway', url: `ws://127.0.0.1:${line.port}/agent`, token } }),
  );
  try {
    const { page, userData } = await launch({ args: [`--policy=${policy}`] });
    await desk.connected(page);
    await expect(desk.incomingCard(page, anna.name)).toBeVisible({ timeout: 20_000 });
    line.unplug();
    await expect(desk.incomingCard(page, anna.name)).toHaveCount(0, { timeout: 40_000 });
    const outcomes = () => ledgerRows(userData, 'SELECT outcome, reason FROM calls');
    expect(outcomes()).toEqual([{ outcome: 'missed', reason: 'grace-timeout' }]);

    line.plugIn();
    await desk.answer(page, anna.name);
    await desk.talking(page);
    await desk.end(page);
    await expect.poll(outcomes).toEqual([{ outcome: 'answered', reason: null }]);
  } finally {
    await line.close();
    await gateway.stop();
  }
});

test('two desks on one gateway: both ring, one answers, the other stops and misses nothing', async ({
  launch,
  folder,
}) => {
  const gateway = await startTeamGateway(
    folder,
    scenario([{ at: 12_000, do: 'call', contact: 'anna', ringFor: 60_000 }]),
    [`carla:Carla:${token}-1`, `dario:Dario:${token}-2`],
  );
  try {
    const desks = await Promise.all(
      [1, 2].map((number) => {
        const policy = join(folder, `policy-${number}.json`);
        writeFileSync(
          policy,
          JSON.stringify({
            workspace: { mode: 'gateway', url: `ws://127.0.0.1:${gateway.port}/agent`, token: `${token}-${number}` },
          }),
        );
        return launch({ args: [`--policy=${policy}`], userData: join(folder, `desk-${number}`) });
      }),
    );
    const [carla, dario] = desks;
    if (carla === undefined || dario === undefined) throw new Error('two desks were started');
    for (const { page } of desks) await expect(desk.incomingCard(page, anna.name)).toBeVisible({ timeout: 30_000 });
    await desk.answer(carla.page, anna.name);
    await expect(desk.incomingCard(dario.page, anna.name)).toHaveCount(0);
    await desk.talking(carla.page);
    await desk.goTo(dario.page, 'Calls');
    await dario.page.getByRole('tab', { name: 'Missed' }).click();
    await expect(dario.page.getByRole('tabpanel')).toContainText('No missed calls');
    await dario.page.getByRole('tab', { name: 'All' }).click();
    await expect(dario.page.getByRole('tabpanel')).toContainText(anna.name);
    await expect(dario.page.getByRole('tabpanel')).toContainText('Answered by Carla');
    await desk.end(carla.page);
  } finally {
    await gateway.stop();
  }
});
