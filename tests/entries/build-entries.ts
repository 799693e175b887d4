import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { build } from 'vite';
import type { TestProject } from 'vitest/node';
import { entries, entriesFolder } from './built-entry.ts';

const project = resolve(import.meta.dirname, '../..');

/**
 * Bundles what tests start as threads and processes, as the product's build does: one takes a twentieth of a second of processor to start
 * then, and up to half a second from its sources, a module at a time. Hundreds are started in a run.
 */
export async function setup(tests: TestProject): Promise<void> {
  await bundle();
  tests.onTestsRerun(bundle);
}

async function bundle(): Promise<void> {
  const built = await build({
    root: project,
    configFile: resolve(project, 'vite.gateway.config.ts'),
    logLevel: 'warn',
    build: { write: false, sourcemap: false, rolldownOptions: { input: { ...entries } } },
  });
  if (!('output' in built)) throw new Error('the build says nothing of what it made');
  const files = built.output.flatMap((file) => (file.type === 'chunk' ? [file] : []));
  for (const { fileName, code } of files) put(resolve(entriesFolder, fileName), code);
  const wanted = new Set(files.map(({ fileName }) => resolve(entriesFolder, fileName)));
  for (const entry of readdirSync(entriesFolder, { recursive: true, withFileTypes: true })) {
    const path = resolve(entry.parentPath, entry.name);
    if (entry.isFile() && path.endsWith('.js') && !wanted.has(path)) rmSync(path, { force: true });
  }
}

/** What stands there already stays, and is never there by half: a suite may run beside another that made the same. */
function put(path: string, code: string): void {
  if (existsSync(path) && readFileSync(path, 'utf8') === code) return;
  mkdirSync(dirname(path), { recursive: true });
  const part = `${path}.${randomUUID()}`;
  writeFileSync(part, code);
  renameSync(part, path);
}
