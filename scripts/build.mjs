// `npm run build`: out/ from src/, whether or not anything changed.
import { build } from './lib/build.mjs';
import { runScript, step } from './lib/log.mjs';
import { prepareTools } from './lib/prepare.mjs';

await runScript(async () => {
  await prepareTools();
  await step('build', build);
});
