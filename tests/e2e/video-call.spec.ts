import type { Page } from '@playwright/test';
import type { CallView } from '#shared/contracts/session.ts';
import type { UiPushes } from '#shared/contracts/ui.ts';
import { expect, test } from './support/app.ts';
import { callOf, desk, session } from './support/desk.ts';
import { ledgerRows, recordingFiles, recordMore } from './support/ledger.ts';
import { brightness, probeStreams } from './support/media-file.ts';
import { fetchMedia, noteOf, notesOf, prompt, slowDevices } from './support/notes.ts';
import { camerasOff, openCameras, picturesSeen, videoCounts, watchPictures, witnessPhone } from './support/pictures.ts';
import { anna, giulia, marco, patient, scenario } from './support/scenario.ts';
import { sharedApp } from './support/shared-app.ts';
import { type Cable, cable } from './support/tcp-cut.ts';
import { gatewayPolicy, type StagedGateway, startStagedGateway, token } from './support/team-gateway.ts';
import { pageOf, showWindow } from './support/windows.ts';

declare global {
  interface Window {
    reactions?: UiPushes['reaction'][];
  }
}

const call = async (page: Page): Promise<CallView | undefined> => (await session(page)).calls[0];
const pictures = async (page: Page) => (await call(page))?.pictures;
const setCamera = (page: Page, callId: string, on: boolean) =>
  page.evaluate((argument) => window.cornetta.request('call.camera', argument), { callId, on });
const hold = (page: Page, callId: string, on: boolean) =>
  page.evaluate((argument) => window.cornetta.request('call.hold', argument), { callId, on });

/** So many frames more were sent and decoded than at this moment. */
async function morePictures(phone: Page, least: { readonly sent: number; readonly decoded: number }): Promise<void> {
  const before = await videoCounts(phone);
  await expect
    .poll(async () => {
      const { sent, decoded } = await videoCounts(phone);
      return sent - before.sent >= least.sent && decoded - before.decoded >= least.decoded;
    })
    .toBe(true);
}

/** No frame was sent from one look to the next, some time apart. */
async function nothingSent(phone: Page): Promise<void> {
  let last = -1;
  await expect
    .poll(
      async () => {
        const { sent } = await videoCounts(phone);
        const isStill = sent === last;
        last = sent;
        return isStill;
      },
      { intervals: [500] },
    )
    .toBe(true);
}

/** One after the other they take as long as the longest. */
const long = { tag: '@long' };

const [marcoCalls, annaCalls] = [600_000, 1_200_000];
let gateway: StagedGateway;
let line: Cable;

const shared = sharedApp(async (folder) => {
  gateway = await startStagedGateway(folder, {
    ...scenario([
      { at: 100, do: 'message', contact: 'giulia', text: 'Call me' },
      { at: marcoCalls, do: 'call', contact: 'marco', kind: 'video', ringFor: patient },
      { at: annaCalls, do: 'call', contact: 'anna', kind: 'video', ringFor: patient },
    ]),
    contacts: [
      { ...anna, permission: 'granted', answers: 'after:200', reacts: 'back' },
      { ...marco, permission: 'granted' },
      { ...giulia, permission: 'granted', answers: 'decline', plays: 'never' },
    ],
  });
  line = await cable(gateway.port);
  const after = async () => {
    await line.close();
    await gateway.stop();
  };
  return { options: { args: [gatewayPolicy(folder, line.port, token)] }, beside: [gateway], after };
});

/** The desk of this file, ready, and its phone window under watch. */
async function ready(): Promise<{ readonly page: Page; readonly phone: Page }> {
  const { page, electron } = shared().app;
  await desk.connected(page);
  const phone = await pageOf(electron, 'phone');
  await witnessPhone(phone);
  return { page, phone };
}

test('a video call is placed, and reactions go both ways', long, async () => {
  const { page, phone } = await ready();
  await page.evaluate(() => {
    window.reactions = [];
    window.cornetta.on('reaction', (reaction) => window.reactions?.push(reaction));
  });
  await expect
    .poll(() => page.evaluate(() => window.cornetta.request('call.place', { contactId: 'anna', kind: 'video' })))
    .toMatchObject({ ok: true });
  await desk.talking(page);
  await expect.poll(() => pictures(page)).toEqual({ own: 'on', contact: true });
  await morePictures(phone, { sent: 10, decoded: 10 });
  const { id: callId, reactions } = await callOf(page, anna.name);
  expect(reactions).toBe(true);
  expect(
    await page.evaluate((id) => window.cornetta.request('call.react', { callId: id, reaction: '👏' }), callId),
  ).toMatchObject({ ok: true });
  await expect
    .poll(() => page.evaluate(() => window.reactions))
    .toEqual([
      { callId, from: 'agent', reaction: '👏' },
      { callId, from: 'contact', reaction: '👏' },
    ]);
  await desk.end(page);
  await camerasOff(phone);
});

test('the camera is switched while the server is out of reach, and the pictures outlive that', long, async () => {
  const { page, phone } = await ready();
  await gateway.cue(marcoCalls);
  await expect.poll(async () => (await call(page))?.phase).toBe('ringing');
  const { id: callId } = await callOf(page, marco.name);
  // As a notification or the shortcut answers: unseen.
  expect(await page.evaluate((id) => window.cornetta.request('call.answer', { callId: id }), callId)).toMatchObject({
    ok: true,
  });
  await desk.talking(page);
  expect(await openCameras(phone)).toBe(0);
  expect((await pictures(page))?.own).toBe('off');

  line.unplug();
  await expect(desk.connection(page)).not.toContainText('Connected');
  expect(await setCamera(page, callId, true)).toMatchObject({ ok: true });
  await morePictures(phone, { sent: 10, decoded: 10 });
  line.plugIn();
  await desk.connected(page);
  // The path is mended with an offer, which changes nothing for the pictures.
  await morePictures(phone, { sent: 10, decoded: 10 });
  expect(await pictures(page)).toEqual({ own: 'on', contact: true });
  await desk.end(page);
  await camerasOff(phone);
});

test(
  'a video call that nobody answers is followed by a video message: seen, heard, ended at its limit by itself, and it has the camera for as long as it is recorded',
  long,
  async () => {
    test.slow();
    const { page, phone } = await ready();
    const { electron } = shared().app;
    await watchPictures(page);
    await desk.openConversation(page, giulia.name);
    await expect
      .poll(() => page.evaluate(() => window.cornetta.request('call.place', { contactId: 'giulia', kind: 'video' })))
      .toMatchObject({ ok: true });
    await expect.poll(async () => (await session(page)).unanswered?.kind).toBe('video');
    await camerasOff(phone);
    await expect(prompt(page).getByRole('button')).toHaveText(['Cancel', 'Record video message', 'Call again']);

    const cameras = await slowDevices(phone, 'video');
    await cameras.close();
    await prompt(page).getByRole('button', { name: 'Record video message' }).click();
    await expect(prompt(page).getByText('Waiting for the camera…')).toBeVisible();
    expect((await session(page)).note).toMatchObject({ phase: 'waiting', startedAt: null });
    await cameras.signal();
    await expect.poll(async () => (await session(page)).note?.phase).toBe('recording');
    expect(await page.evaluate(() => window.cornetta.request('camera.preview', { on: true }))).toMatchObject({
      ok: false,
      error: { code: 'busy' },
    });
    const before = (await picturesSeen(page))?.own.frames ?? 0;
    await expect.poll(async () => (await picturesSeen(page))?.own.frames ?? 0).toBeGreaterThan(before + 5);
    // It goes on while nobody looks, and no picture has to be drawn.
    await showWindow(electron, false);
    const limit = { timeout: 40_000 };
    await expect.poll(async () => (await session(page)).note?.phase, limit).toBe('draft');
    await showWindow(electron, true);
    await expect(prompt(page).getByText('Stopped by itself at 00:30')).toBeVisible();
    expect((await session(page)).note).toMatchObject({ phase: 'draft' });
    await camerasOff(phone);

    await prompt(page).getByRole('button', { name: 'Send' }).click();
    await expect(noteOf(page, 'Carla')).toContainText('Delivered');
    const [note] = await notesOf(page, 'giulia');
    if (note === undefined) throw new Error('no note');
    expect(note).toMatchObject({ kind: 'video', mimeType: 'video/webm;codecs=vp8,opus', flaw: null });
    const file = await fetchMedia(shared().folder, gateway.port, note.id);
    const { streams, duration } = probeStreams(file);
    expect(streams.toSorted()).toEqual(['opus', 'vp8']);
    expect(duration).toBeGreaterThan(29);
    expect(duration).toBeLessThanOrEqual(30);
    expect(Math.abs(duration - note.durationMs / 1000)).toBeLessThan(0.2);
    const { darkest, brightest } = brightness(file);
    expect(brightest - darkest, 'a picture').toBeGreaterThan(50);

    // The settings page's look at the camera ends with the page that wanted it.
    expect(await page.evaluate(() => window.cornetta.request('camera.preview', { on: true }))).toMatchObject({
      ok: true,
    });
    expect(await openCameras(phone)).toBeGreaterThan(0);
    await page.reload();
    await camerasOff(phone);
  },
);

test(
  'an agent answers a video call with the camera, both are seen, and nothing of the camera is left afterwards',
  long,
  async () => {
    const { page, phone } = await ready();
    const { userData } = shared().app;
    const logged = gateway.output().length;
    await watchPictures(page);
    await desk.connected(page);
    await gateway.cue(annaCalls);
    await expect.poll(async () => (await call(page))?.phase).toBe('ringing');
    const { id: callId, kind, pictures: atFirst } = await callOf(page, anna.name);
    expect([kind, atFirst]).toEqual(['video', { own: 'off', contact: false }]);

    expect(
      await page.evaluate((id) => window.cornetta.request('call.answer', { callId: id, camera: true }), callId),
    ).toMatchObject({ ok: true });
    await desk.talking(page);
    await expect.poll(() => pictures(page)).toEqual({ own: 'on', contact: true });
    await morePictures(phone, { sent: 10, decoded: 10 });
    // Real pictures, not black ones, in the window that has neither camera nor network.
    await expect
      .poll(async () => {
        const seen = await picturesSeen(page);
        return seen !== null && [seen.own, seen.contact].every(({ frames, tones }) => frames > 5 && tones > 8);
      })
      .toBe(true);
    const seen = await picturesSeen(page);
    expect(seen?.own).toMatchObject({ width: 640, height: 480 });

    await desk.record(page);
    await recordMore(userData, 1);

    expect(await setCamera(page, callId, false)).toMatchObject({ ok: true });
    expect((await pictures(page))?.own).toBe('off');
    await camerasOff(phone);
    await nothingSent(phone);
    // The contact sends back what it sees: nothing now.
    await expect.poll(() => pictures(page)).toEqual({ own: 'off', contact: false });

    expect(await setCamera(page, callId, true)).toMatchObject({ ok: true });
    await expect.poll(() => pictures(page)).toEqual({ own: 'on', contact: true });
    await morePictures(phone, { sent: 10, decoded: 10 });

    expect(await hold(page, callId, true)).toMatchObject({ ok: true });
    await expect.poll(async () => (await call(page))?.phase).toBe('held');
    await nothingSent(phone);
    expect(await hold(page, callId, false)).toMatchObject({ ok: true });
    await expect.poll(async () => (await call(page))?.phase).toBe('active');
    await morePictures(phone, { sent: 10, decoded: 10 });

    await page.reload();
    await expect.poll(async () => (await picturesSeen(page))?.contact.frames ?? 0).toBeGreaterThan(5);

    await desk.end(page);
    await camerasOff(phone);
    await expect.poll(() => gateway.output().slice(logged)).toMatch(/of pictures [1-9]\d* sent, [1-9]\d* seen/);
    await expect.poll(() => ledgerRows(userData, 'SELECT state FROM recordings')).toEqual([{ state: 'complete' }]);
    expect(probeStreams(recordingFiles(userData)[0] ?? '').streams).toEqual(['opus']);
  },
);
