import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hashOfTree, readJson, writeJson } from './hash.mjs';
import { writeIcons } from './icons/write.mjs';
import { step } from './log.mjs';
import { inProject, projectCache } from './paths.mjs';
import { runTool } from './tools.mjs';

const stampFile = join(projectCache, 'build.json');

const INPUTS = [
  'src',
  'package.json',
  'package-lock.json',
  'electron.vite.config.ts',
  'vite.phone.config.ts',
  'vite.gateway.config.ts',
  'scripts/lib/build-targets.mjs',
  'scripts/lib/icons',
  'resources/rules',
];

const ENTRIES = [
  'main/index.js',
  'preload/ui.cjs',
  'preload/phone.cjs',
  'renderer/ui/index.html',
  'renderer/phone/index.html',
  'gateway/cli.js',
  'gateway/embedded.js',
  'gateway/notes.worker.js',
  'icons/ringing-22@2x.png',
];

/** Builds out/ unless what is there was made from these very sources. */
export async function ensureBuild() {
  if (!isUpToDate()) await step('build', build);
}

export function isUpToDate() {
  return (
    readJson(stampFile)?.inputs === hashOfTree(INPUTS) &&
    ENTRIES.every((entry) => existsSync(inProject('out', ...entry.split('/'))))
  );
}

export async function build() {
  const inputs = hashOfTree(INPUTS);
  await rm(stampFile, { force: true });
  await rm(inProject('out'), { recursive: true, force: true });
  await bundle('electron-vite', ['build'], 'main, preload and ui');
  await bundle('vite', ['build', '--config', 'vite.phone.config.ts'], 'the phone page');
  await bundle('vite', ['build', '--config', 'vite.gateway.config.ts'], 'the gateway');
  await writeIcons(inProject('out', 'icons'));
  await writeJson(stampFile, { inputs });
}

function bundle(tool, args, part) {
  return runTool(tool, [...args, '--logLevel', 'warn'], { output: 'hide', name: `building ${part}` });
}
