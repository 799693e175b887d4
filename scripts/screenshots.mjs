// `npm run screenshots`: takes the pictures in docs/screenshots again, from the real app.
import { ensureBuild } from './lib/build.mjs';
import { withDisplay } from './lib/display.mjs';
import { runScript } from './lib/log.mjs';
import { ensureRuntime } from './lib/ready.mjs';
import { runTool } from './lib/tools.mjs';

await runScript(async () => {
  await ensureRuntime();
  await ensureBuild();
  await withDisplay((display) =>
    runTool('@playwright/test', ['test', '--config=playwright.screenshots.config.ts', ...process.argv.slice(2)], {
      env: display,
    }),
  );
});
