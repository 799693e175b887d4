// `npm run setup`: everything that start, test and package need before they begin. Quick when nothing is missing.
import { runScript } from './lib/log.mjs';
import { ensureRuntime } from './lib/ready.mjs';

await runScript(async () => {
  await ensureRuntime();
});
