// `npm run bench`: prepares the app and runs tests/bench/run.ts, which measures it. Arguments after `--` go there.
import { existsSync } from 'node:fs';
import { ensureBuild } from './lib/build.mjs';
import { withDisplay } from './lib/display.mjs';
import { Failure, runScript } from './lib/log.mjs';
import { inProject } from './lib/paths.mjs';
import { ensureRuntime } from './lib/ready.mjs';
import { mustRun } from './lib/run.mjs';

const entry = 'tests/bench/run.ts';

await runScript(async () => {
  if (!existsSync(inProject(entry))) throw new Failure(`there is no ${entry}`);
  await ensureRuntime();
  await ensureBuild();
  // Node strips the types itself.
  const args = ['--disable-warning=ExperimentalWarning', entry, ...process.argv.slice(2)];
  await withDisplay((env) => mustRun(process.execPath, args, { env, name: entry }));
});
