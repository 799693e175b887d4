// `npm run typecheck`
import { runScript, step } from './lib/log.mjs';
import { prepareTools } from './lib/prepare.mjs';
import { typecheck } from './lib/typecheck.mjs';

await runScript(async () => {
  await prepareTools();
  await step('types', typecheck);
});
