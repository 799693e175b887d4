import { join } from 'node:path';
import type { Page } from '@playwright/test';
import Database from 'better-sqlite3';
import { expect, test } from './support/app.ts';
import { desk } from './support/desk.ts';
import { ledgerRows } from './support/ledger.ts';
import { anna, scenario } from './support/scenario.ts';
import { cable } from './support/tcp-cut.ts';
import { gatewayPolicy, startTeamGateway, token } from './support/team-gateway.ts';

async function write(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(text);
  await page.getByRole('button', { name: 'Send' }).click();
}

/** What the gateway has kept of our own messages, in the order in which it took them; it holds its file to itself while it runs. */
function arrived(folder: string): readonly string[] {
  const database = new Database(join(folder, 'gateway-data', 'gateway.sqlite'), { readonly: true });
  try {
    return database
      .prepare<[], { text: string }>("SELECT text FROM messages WHERE direction = 'out' ORDER BY rowid")
      .all()
      .map(({ text }) => text);
  } finally {
    database.close();
  }
}

/** As if the app had ended after it took the message, and before it showed it. */
function forgetInCache(userData: string, text: string): void {
  const database = new Database(join(userData, 'cache.sqlite'));
  try {
    database.prepare('DELETE FROM messages WHERE text = ?').run(text);
  } finally {
    database.close();
  }
}

test('messages sent while the gateway is away arrive once and in order, also after a crash in between', async ({
  launch,
  folder,
}) => {
  const gateway = await startTeamGateway(
    folder,
    scenario([{ at: 100, do: 'message', contact: 'anna', text: 'Are you open?' }]),
    [`carla:Carla:${token}`],
  );
  const line = await cable(gateway.port);
  const args = [gatewayPolicy(folder, line.port, token)];
  const outbox = (userData: string, state: 'pending' | 'done') =>
    ledgerRows<{ text: string }>(userData, `SELECT text FROM outbox WHERE state = '${state}' ORDER BY rowid`).map(
      ({ text }) => text,
    );
  const all = ['Yes, until seven.', 'Shall we call you?', 'Or write?', 'We are here.'];
  try {
    const first = await launch({ args });
    const { userData } = first;
    await desk.connected(first.page);
    const agentName = () =>
      first.page.evaluate(async () => {
        const snapshot = await window.cornetta.request('session.snapshot', null);
        return snapshot.ok ? snapshot.value.agent.name : null;
      });
    await expect.poll(agentName, 'the gateway says who the agent is').toBe('Carla');
    await desk.openConversation(first.page, anna.name);
    await expect(desk.messages(first.page)).toContainText('Are you open?');
    await write(first.page, 'Yes, until seven.');
    await expect.poll(() => outbox(userData, 'done')).toEqual(['Yes, until seven.']);

    line.unplug();
    await expect(desk.connection(first.page)).not.toContainText('Connected');
    await write(first.page, 'Shall we call you?');
    await write(first.page, 'Or write?');
    await expect(desk.messages(first.page).getByText('Or write?')).toHaveCount(1);
    await expect.poll(() => outbox(userData, 'pending')).toEqual(['Shall we call you?', 'Or write?']);
    await first.kill();
    forgetInCache(userData, 'Or write?');

    const second = await launch({ args, userData });
    await desk.openConversation(second.page, anna.name);
    await expect(desk.messages(second.page).getByText('Or write?')).toHaveCount(1);
    await write(second.page, 'We are here.');
    line.plugIn();
    await expect.poll(() => outbox(userData, 'done')).toEqual(all);
    for (const text of all) await expect(desk.messages(second.page).getByText(text)).toHaveCount(1);
  } finally {
    await line.close();
    await gateway.stop();
  }
  expect(arrived(folder)).toEqual(all);
});
