// Stands in for the default app that a stock Electron has and the fallback runtime lacks: `electron <folder> [flags]`
// opens the app in that folder with its own name, version and path.
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const argument = process.argv.slice(1).find((value) => !value.startsWith('-'));
if (argument === undefined) {
  process.stdout.write(`Electron ${process.versions.electron}: give it the folder of an app\n`);
  process.exit(0);
}

const target = resolve(argument);
const { folder, manifest, main } = locate(target);

// What a stock Electron sets when it is not a packaged app.
Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true });
app.setAppPath(folder);
if (manifest.productName ?? manifest.name) app.setName(manifest.productName ?? manifest.name);
if (manifest.version) app.setVersion(manifest.version);
await import(pathToFileURL(main).href);

function locate(path) {
  if (/\.[cm]?js$/.test(path)) return { folder: dirname(path), manifest: {}, main: path };
  const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  return { folder: path, manifest, main: join(path, manifest.main ?? 'index.js') };
}
