import { readJson } from './hash.mjs';
import { inProject, toolEntry } from './paths.mjs';
import { mustRun } from './run.mjs';

/** Runs the command-line program of an installed package in this same Node: no shell, no PATH. */
export function runTool(packageName, args, options = {}) {
  const { bin } = readJson(inProject('node_modules', ...packageName.split('/'), 'package.json'));
  const file = typeof bin === 'string' ? bin : (bin[packageName] ?? Object.values(bin)[0]);
  const name = options.name ?? `${packageName} ${args.join(' ')}`;
  return mustRun(process.execPath, [toolEntry(packageName, file), ...args], { ...options, name });
}
