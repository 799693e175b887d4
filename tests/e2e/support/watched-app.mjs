// The app as `electron .` starts it, except that it waits until Playwright watches it. What Playwright asks of a page that is on its
// first way to its address is never answered, and Playwright would wait for ever (https://github.com/microsoft/playwright/issues/29386).
// Its own loader waits as well, but changes a dozen of Chromium's switches, those of keyring and background among them.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { app } from 'electron';

const project = new URL('../../../', import.meta.url);
const { main, productName, version } = JSON.parse(readFileSync(new URL('package.json', project), 'utf8'));
app.setAppPath(fileURLToPath(project).replace(/[\\/]$/, ''));
app.setName(productName);
app.setVersion(version);

// An app that started itself again has nobody to wait for.
if (process.env.CORNETTA_WATCHED_BY === String(process.ppid)) {
  const ready = app.whenReady();
  // Playwright calls this as soon as it is connected.
  const watched = new Promise((resolve) => {
    globalThis.__playwright_run = resolve;
  });
  app.whenReady = () => watched.then(() => ready);
}

await import(new URL(main, project).href);
