import { expect, test } from './support/app.ts';
import { desk, hearContact, session } from './support/desk.ts';
import { ledgerRows } from './support/ledger.ts';
import { anna, giulia, marco, patient, scenario } from './support/scenario.ts';
import { sharedApp } from './support/shared-app.ts';
import { type Cable, cable } from './support/tcp-cut.ts';
import { gatewayPolicy, type StagedGateway, startStagedGateway, token } from './support/team-gateway.ts';

/** Most of the time they wait for clocks of the product. */
const waits = { tag: '@waits' };

const [first, meanwhile, later, rings] = [600_000, 1_200_000, 1_800_000, 2_400_000];
let gateway: StagedGateway;
let line: Cable;

const shared = sharedApp(async (folder) => {
  gateway = await startStagedGateway(
    folder,
    scenario([
      { at: first, do: 'call', contact: 'anna', ringFor: patient },
      { at: meanwhile, do: 'message', contact: 'marco', text: 'sent while you were away' },
      { at: later, do: 'call', contact: 'marco', ringFor: patient },
      { at: rings, do: 'call', contact: 'giulia', ringFor: patient },
    ]),
  );
  line = await cable(gateway.port);
  const after = async () => {
    await line.close();
    await gateway.stop();
  };
  return { options: { args: [gatewayPolicy(folder, line.port, token)] }, beside: [gateway], after };
});

test(
  'the network is cut in a call and comes back: the call goes on, registration returns, nothing is missed',
  waits,
  async () => {
    const { page } = shared().app;
    await desk.connected(page);
    await gateway.cue(first);
    await desk.answer(page, anna.name);
    await desk.talking(page);

    line.unplug();
    await expect(desk.connection(page)).not.toContainText('Connected');
    await gateway.cue(meanwhile);
    await hearContact(page, 30);
    const during = (await session(page)).calls.find((call) => call.name === anna.name);
    expect(during).toMatchObject({ phase: 'active', media: 'flowing' });

    const registered = await page.evaluateHandle(() => ({
      at: new Promise<number>((resolve) => {
        const off = window.cornetta.on('session', ({ connection }) => {
          if (connection.state !== 'connected') return;
          off();
          resolve(Date.now());
        });
      }),
    }));
    const back = Date.now();
    line.plugIn();
    // How long that may take is arithmetic, and tested as such (tests/unit: back-off); a busy machine takes longer.
    const tookMs = (await registered.evaluate(({ at }) => at)) - back;
    test.info().annotations.push({ type: 'registered again', description: `${tookMs} ms after the network came back` });
    process.stdout.write(`    registered again ${tookMs} ms after the network came back\n`);
    await desk.connected(page);
    await expect(desk.conversations(page)).toContainText('sent while you were away');
    await desk.end(page);
    await gateway.cue(later);
    await desk.answer(page, marco.name);
    await desk.talking(page);
    await desk.end(page);
  },
);

test(
  'the network is cut while a call rings and is back only when the call was given up here: it rings again',
  waits,
  async () => {
    const { page, userData } = shared().app;
    await desk.connected(page);
    await gateway.cue(rings);
    await expect(desk.incomingCard(page, giulia.name)).toBeVisible();
    line.unplug();
    await expect(desk.incomingCard(page, giulia.name)).toHaveCount(0, { timeout: 60_000 });
    const outcomes = () => ledgerRows(userData, "SELECT outcome, reason FROM calls WHERE contact_id = 'giulia'");
    await expect.poll(outcomes).toEqual([{ outcome: 'missed', reason: 'grace-timeout' }]);

    line.plugIn();
    await desk.answer(page, giulia.name);
    await desk.talking(page);
    await desk.end(page);
    await expect.poll(outcomes).toEqual([{ outcome: 'answered', reason: null }]);
  },
);
