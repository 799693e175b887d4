import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { readJson } from './hash.mjs';
import { Failure } from './log.mjs';
import { inProject, projectCache, toolEntry } from './paths.mjs';
import { run } from './run.mjs';

/** Checks each process with its own libraries and types: the projects that tsconfig.json refers to. */
export async function typecheck() {
  const waiting = readJson(inProject('tsconfig.json')).references.map(({ path }) => path);
  const failed = [];
  const work = async () => {
    for (let project = waiting.shift(); project !== undefined; project = waiting.shift()) {
      const result = await run(
        process.execPath,
        [
          toolEntry('typescript', 'bin/tsc'),
          ...['--pretty', String(process.stderr.isTTY === true)],
          // What was found last time, so that only what has changed since is checked again.
          ...['--incremental', '--tsBuildInfoFile', join(projectCache, 'types', `${nameOf(project)}.tsbuildinfo`)],
          ...['-p', project],
        ],
        { output: 'hide' },
      );
      if (result.code === 0) continue;
      process.stderr.write(result.stdout);
      failed.push(nameOf(project));
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  if (failed.length > 0) throw new Failure(`errors in ${failed.sort().join(', ')}`);
}

const nameOf = (project) => project.replace(/^.*tsconfig\.(.*)\.json$/, '$1');
