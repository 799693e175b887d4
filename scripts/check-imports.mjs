// `npm run check:imports`
import { runScript, step } from './lib/log.mjs';
import { prepareTools } from './lib/prepare.mjs';
import { checkStructure } from './lib/structure/check.mjs';

await runScript(async () => {
  await prepareTools();
  await step('import rules', checkStructure);
});
