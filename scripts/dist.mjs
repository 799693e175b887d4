// `npm run dist:dir`: the packaged app, unpacked in dist/, made of the Electron in use. Arguments go to electron-builder.
import { ensureBuild } from './lib/build.mjs';
import { note, runScript, step } from './lib/log.mjs';
import { checkPackages } from './lib/packages.mjs';
import { ensureRuntime } from './lib/ready.mjs';
import { runTool } from './lib/tools.mjs';

await runScript(async () => {
  const electron = await ensureRuntime();
  await ensureBuild();
  if (electron.kind === 'fallback')
    note(`Electron ${electron.version} is not the pinned release: do not ship this package`);
  await step('package', async () => {
    const runtime = [`-c.electronDist=${electron.dist}`, `-c.electronVersion=${electron.version}`];
    const args = ['--publish', 'never', ...process.argv.slice(2), ...runtime];
    await runTool('electron-builder', args, { output: 'hide', name: 'electron-builder' });
  });
  await step('checking the package', checkPackages);
});
