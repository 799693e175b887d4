import { expect, test } from '../e2e/support/app.ts';
import { desk } from '../e2e/support/desk.ts';
import { inMain } from '../e2e/support/in-main.ts';
import { callInVain, inOffice, prompt, shift, slowDevices } from '../e2e/support/notes.ts';
import { anna, marco, scenario } from '../e2e/support/scenario.ts';
import { pageOf } from '../e2e/support/windows.ts';
import { shoot } from './gallery.ts';

test('messages after calls that nobody answered', async ({ launch }) => {
  const { page, electron } = await launch({
    scenario: {
      ...scenario([
        { at: 100, do: 'message', contact: 'marco', text: 'Is my car ready?' },
        { at: 300, do: 'call', contact: 'anna', ringFor: 500 },
        {
          at: 1500,
          do: 'note',
          contact: 'anna',
          durationMs: 9000,
          audio: 'speech:Good morning. Please call me back tomorrow at three thirty. It is about the winter tyres.',
          transcript: 'Good morning. Please call me back tomorrow at 3:30 pm. It is about the winter tyres.',
        },
        { at: 1700, do: 'note', contact: 'anna', durationMs: 1000, spoilt: 'truncated' },
      ]),
      contacts: [anna, { ...marco, permission: 'granted', answers: 'decline', plays: 'after:1000' }],
    },
  });
  await desk.connected(page);
  await desk.openConversation(page, anna.name);
  const notes = desk.messages(page).getByRole('article');
  await expect(notes).toHaveCount(2, { timeout: 20_000 });
  await notes.first().getByRole('button', { name: 'Play', exact: true }).click();
  const position = notes.first().getByRole('slider', { name: 'Position' });
  await expect.poll(async () => Number(await position.inputValue())).toBeGreaterThan(3);
  await notes.first().getByRole('button', { name: 'Pause' }).click();
  await shoot(page, 'note-received');

  await desk.openConversation(page, marco.name);
  await desk.conversation(page).getByRole('button', { name: 'Call', exact: true }).click();
  const prompt = page.getByRole('group', { name: 'No answer' });
  await expect(prompt).toBeVisible({ timeout: 20_000 });
  await shoot(page, 'no-answer');
  await prompt.getByRole('button', { name: 'Record voice message' }).click();
  await expect(prompt.getByRole('timer')).toHaveText('00:57', { timeout: 15_000 });
  await shoot(page, 'note-recording');
  await prompt.getByRole('button', { name: 'Stop' }).click();
  await expect(prompt.getByRole('button', { name: 'Send' })).toBeVisible();
  await shoot(page, 'note-draft');
  await prompt.getByRole('button', { name: 'Send' }).click();
  await expect(desk.messages(page).getByRole('article')).toContainText('Played', { timeout: 15_000 });
  await shoot(page, 'note-sent');

  await desk.goTo(page, 'Settings');
  await page.getByRole('region', { name: 'Chats', exact: true }).scrollIntoViewIfNeeded();
  await shoot(page, 'settings-chats');
  await page.getByRole('combobox', { name: 'Transcripts of messages' }).selectOption('local');
  await inMain(electron, ({ dialog }) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: ['/opt/speech/parakeet'] });
  });
  await page.getByRole('button', { name: 'Choose folder…' }).click();
  await expect(page.getByText('/opt/speech/parakeet cannot be read.')).toBeVisible();
  await shoot(page, 'settings-transcripts');
});

test('messages on their way', async ({ launch, folder }) => {
  const content = shift({ answers: 'decline', plays: 'never' }, [
    { at: 100, do: 'message', contact: 'anna', text: 'Please call me' },
    { at: 200, do: 'refuse', contact: 'anna', what: 'note', code: 131026 },
  ]);
  await inOffice({ launch, folder }, content, async ({ line, open }) => {
    const { page, electron } = await open();
    const send = async (): Promise<void> => {
      await prompt(page).getByRole('button', { name: 'Send' }).click();
      await expect(prompt(page)).toHaveCount(0);
    };
    const sending = desk.messages(page).getByRole('progressbar', { name: 'Sending' });
    await callInVain(page);
    const microphones = await slowDevices(await pageOf(electron, 'phone'));
    await microphones.close();
    await prompt(page).getByRole('button', { name: 'Record voice message' }).click();
    await expect(prompt(page).getByText('Waiting for the microphone…')).toBeVisible();
    await shoot(page, 'note-microphone-slow');
    await microphones.signal();
    await expect(prompt(page).getByRole('timer')).toHaveText('00:56');
    await prompt(page).getByRole('button', { name: 'Stop' }).click();
    line.slowDown(4_000);
    await send();
    await expect.poll(async () => Number(await sending.getAttribute('value'))).toBeGreaterThan(0.3);
    await shoot(page, 'note-sending');
    line.unplug();
    await expect(desk.messages(page)).toContainText('Will be sent when the connection is back.');
    await shoot(page, 'note-waits');
    line.slowDown(null);
    line.plugIn();
    await expect(desk.messages(page)).toContainText('Not sent', { timeout: 30_000 });
    await desk.connected(page);
    await shoot(page, 'note-not-sent');
  });
});
