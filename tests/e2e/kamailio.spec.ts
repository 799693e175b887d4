import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openAccount } from './support/account.ts';
import { type Cornetta, expect, test } from './support/app.ts';
import { violations } from './support/axe.ts';
import { desk, hearContact, told } from './support/desk.ts';
import { type Kamailio, startKamailio } from './support/kamailio.ts';
import { ledgerRows, recordingFiles, recordMore } from './support/ledger.ts';
import { decode, probe } from './support/media-file.ts';
import { sharedApp } from './support/shared-app.ts';
import { bestToneShare, clearestDigit, silences } from './support/tone.ts';

/** A desk on the PBX; two of them make a call with two real ends. */
function policyFor(folder: string, kamailio: Kamailio, user: string, password = kamailio.password): string {
  const path = join(folder, `${user}.json`);
  writeFileSync(
    path,
    JSON.stringify({
      workspace: { mode: 'pbx' },
      sip: {
        server: kamailio.server,
        uri: `sip:${user}@${kamailio.domain}`,
        username: user,
        password,
        displayName: user === 'anna' ? 'Anna' : 'Marco',
      },
      recording: { enabled: true },
      agent: { name: user },
    }),
  );
  return path;
}

async function call(from: Cornetta, number: string): Promise<void> {
  const result = await from.page.evaluate(
    (to) => window.cornetta.request('call.place', { number: to, kind: 'voice' }),
    number,
  );
  expect(result).toMatchObject({ ok: true });
}

test('two desks on a real SIP server: place, receive, hold, digits, record, and hang up from both ends', {
  tag: '@long',
}, async ({ launch, folder }) => {
  const kamailio = await startKamailio(folder);
  try {
    const anna = await launch({
      args: [`--policy=${policyFor(folder, kamailio, 'anna')}`],
      userData: join(folder, 'anna'),
      microphoneTone: 440,
    });
    const marco = await launch({
      args: [`--policy=${policyFor(folder, kamailio, 'marco')}`],
      userData: join(folder, 'marco'),
      microphoneTone: 880,
    });
    await desk.connected(anna.page);
    await desk.connected(marco.page);

    await call(anna, `sip:marco@${kamailio.domain}`);
    await desk.answer(marco.page, 'Anna');
    await desk.talking(marco.page);
    await desk.talking(anna.page);

    await desk.record(marco.page);
    await hearContact(marco.page, 15);

    await desk.activeCall(anna.page).getByRole('button', { name: 'Mute', exact: true }).click();
    await expect(desk.activeCall(anna.page).getByRole('button', { name: 'Unmute' })).toBeVisible();
    await recordMore(marco.userData, 2);
    await desk.activeCall(anna.page).getByRole('button', { name: 'Unmute' }).click();
    await expect(desk.activeCall(anna.page).getByRole('button', { name: 'Mute', exact: true })).toBeVisible();
    await hearContact(marco.page, 15);

    await desk.activeCall(anna.page).getByRole('button', { name: 'Hold', exact: true }).click();
    await expect(desk.activeCall(anna.page).getByRole('button', { name: 'Resume' })).toBeVisible();
    await recordMore(marco.userData, 2);
    await desk.activeCall(anna.page).getByRole('button', { name: 'Resume' }).click();
    await expect(desk.activeCall(anna.page).getByRole('button', { name: 'Hold', exact: true })).toBeVisible();
    await hearContact(marco.page, 15);

    await desk.activeCall(anna.page).getByRole('button', { name: 'Keypad' }).click();
    // RFC 4733: the receiver plays the digit where its events arrived. On a machine that is too busy they may come too late to be played; who
    // was not understood presses again.
    await expect(async () => {
      await anna.page.getByRole('button', { name: '5', exact: true }).click();
      await recordMore(marco.userData, 2);
      const { right, rate } = decode(recordingFiles(marco.userData)[0] ?? '');
      expect(clearestDigit(right, rate)).toBe('5');
    }).toPass({ timeout: 60_000 });
    await desk.end(anna.page);
    await expect(desk.activeCall(marco.page)).toHaveCount(0);

    await expect
      .poll(() => ledgerRows<{ state: string }>(marco.userData, 'SELECT state FROM recordings'))
      .toEqual([{ state: 'complete' }]);
    const [file] = recordingFiles(marco.userData);
    expect(probe(file ?? '')).toMatchObject({ codec: 'opus', channels: 2 });
    const { right, rate } = decode(file ?? '');
    expect(bestToneShare(right, rate, 440)).toBeGreaterThan(0.8);
    // What Marco heard of Anna: nothing while she was muted, nothing while he was on hold.
    expect(silences(right, rate), 'muted, on hold').toEqual([expect.any(Number), expect.any(Number)]);

    await call(marco, `sip:anna@${kamailio.domain}`);
    await desk.answer(anna.page, 'Marco');
    await desk.talking(anna.page);
    await desk.end(anna.page);
    await expect(desk.activeCall(marco.page)).toHaveCount(0);

    const outcomes = 'SELECT direction, outcome FROM calls ORDER BY started_at';
    await expect
      .poll(() => ledgerRows(anna.userData, outcomes))
      .toEqual([
        { direction: 'business-initiated', outcome: 'answered' },
        { direction: 'user-initiated', outcome: 'answered' },
      ]);
  } finally {
    await kamailio.stop();
  }
});

test.describe('an account of the organisation with a wrong password', () => {
  const password = 'managed-secret';
  let kamailio: Kamailio;
  const shared = sharedApp(async (folder) => {
    kamailio = await startKamailio(folder);
    const policy = `--policy=${policyFor(folder, kamailio, 'anna', password)}`;
    return { options: { args: [policy, '--password-store=basic'] }, after: kamailio.stop };
  });

  test('a wrong password is said in plain words', async () => {
    const { page } = shared().app;
    await expect.poll(() => told(page)).toContain('registration-refused');
    await expect(desk.connection(page)).not.toContainText('Connected');
  });

  test('what the policy sets is shown and cannot be changed', async () => {
    const { page } = shared().app;
    const section = await openAccount(page);
    await expect(section).toContainText('Managed by your organisation');
    await expect(section).toContainText(kamailio.server);
    await expect(section).not.toContainText(password);
    await expect(section.getByRole('button')).toHaveCount(0);
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => window.cornetta.request('account.set', { mode: 'sandbox' }))).toMatchObject({
      ok: false,
      error: { code: 'managed' },
    });
  });
});
