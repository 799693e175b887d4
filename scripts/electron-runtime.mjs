// `npm run electron:path`: prints the Electron executable in use. `-- --retry` tries the pinned download once more.
import { ensureElectron, forgetOutcome } from './lib/electron/runtime.mjs';
import { runScript } from './lib/log.mjs';
import { prepareTools } from './lib/prepare.mjs';

await runScript(async () => {
  await prepareTools();
  if (process.argv.includes('--retry')) await forgetOutcome();
  const { executable } = await ensureElectron();
  process.stdout.write(`${executable}\n`);
});
