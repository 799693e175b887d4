import { expect, test } from './support/app.ts';
import { desk } from './support/desk.ts';
import { ledgerRows } from './support/ledger.ts';
import { anna, giulia, marco, patient, scenario } from './support/scenario.ts';
import { sharedApp } from './support/shared-app.ts';
import { type StagedGateway, startStagedGateway } from './support/team-gateway.ts';

const cues = { anna: 600_000, giulia: 1_200_000, marco: 1_800_000 } as const;
let gateway: StagedGateway;

const shared = sharedApp(async (folder) => {
  const content = scenario([
    { at: 0, do: 'message', contact: 'marco', text: 'Call me please' },
    { at: cues.anna, do: 'call', contact: 'anna', ringFor: patient },
    { at: cues.giulia, do: 'call', contact: 'giulia', ringFor: 300_000 },
    { at: cues.marco, do: 'call', contact: 'marco', ringFor: patient, hangUpAfter: 300_000 },
  ]);
  gateway = await startStagedGateway(folder, content);
  return { options: { args: gateway.args }, after: gateway.stop };
});

/** How the calls of one contact ended, in order. */
const endings = (contactId: string) =>
  ledgerRows(
    shared().app.userData,
    `SELECT direction, outcome FROM calls WHERE contact_id = '${contactId}' ORDER BY started_at`,
  );
const incoming = (outcome: string) => ({ direction: 'user-initiated', outcome });

test('a declined call stops ringing and stands in the history', async () => {
  const { page } = shared().app;
  await desk.connected(page);
  await gateway.cue(cues.anna);
  await desk.incomingCard(page, anna.name).getByRole('button', { name: 'Decline' }).click();
  await expect(desk.incomingCard(page, anna.name)).toHaveCount(0);
  await expect.poll(() => endings('anna')).toEqual([incoming('declined')]);
  await desk.goTo(page, 'Calls');
  await page.getByRole('tab', { name: 'All' }).click();
  await expect(page.getByRole('tabpanel')).toContainText(anna.name);
});

test('a call nobody answers becomes a missed call, in the conversation and in the history', async () => {
  const { page } = shared().app;
  await desk.connected(page);
  await gateway.cue(cues.giulia);
  await expect(desk.incomingCard(page, giulia.name)).toBeVisible();
  // Has rung long enough.
  await gateway.cue(cues.giulia + 300_000);
  await expect(desk.incomingCard(page, giulia.name)).toHaveCount(0);
  await expect.poll(() => endings('giulia')).toEqual([incoming('missed')]);
  await desk.openConversation(page, giulia.name);
  await expect(desk.messages(page).getByText('Missed call')).toHaveCount(1);
  await desk.goTo(page, 'Calls');
  await page.getByRole('tab', { name: 'Missed' }).click();
  await expect(page.getByRole('tabpanel')).toContainText(giulia.name);
  await expect(page.getByRole('button', { name: 'Call back' }).first()).toBeVisible();
});

test('the contact hangs up', async () => {
  const { page } = shared().app;
  await desk.connected(page);
  await gateway.cue(cues.marco);
  await desk.answer(page, marco.name);
  await desk.talking(page);
  // Has talked long enough.
  await gateway.cue(cues.marco + 600_000);
  await expect(desk.activeCall(page)).toHaveCount(0);
  await expect.poll(() => endings('marco')).toEqual([incoming('answered')]);
});

test('the agent calls a contact back', async () => {
  const { page } = shared().app;
  await desk.connected(page);
  await desk.openConversation(page, marco.name);
  await desk.conversation(page).getByRole('button', { name: 'Call', exact: true }).click();
  await desk.talking(page);
  await desk.end(page);
  await expect.poll(() => endings('marco').at(-1)).toEqual({ direction: 'business-initiated', outcome: 'answered' });
});
