import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { readJson } from '../hash.mjs';
import { inProject } from '../paths.mjs';

/**
 * Reads every module of src/: what it imports (types too, dynamic imports too) and where.
 * @returns {Promise<Map<string, { path: string, program: object, imports: readonly Import[], lineOf: (offset: number) => number }>>}
 * @typedef {{ specifier: string, target?: string, line: number, erased: boolean }} Import
 *   `target`: the imported file of this project; `erased`: only types are imported.
 */
export async function readModules() {
  const { parseSync } = await import('vite');
  const aliases = readJson(inProject('package.json')).imports;
  const paths = readdirSync(inProject('src'), { recursive: true })
    .map((path) => `src/${path.replaceAll('\\', '/')}`)
    .filter((path) => /\.[cm]?[jt]sx?$/.test(path));
  return new Map(paths.sort().map((path) => [path, readModule(path, parseSync, aliases)]));
}

function readModule(path, parseSync, aliases) {
  const source = readFileSync(inProject(path), 'utf8');
  const { program } = parseSync(path, source);
  const lineOf = (offset) => source.slice(0, offset).split('\n').length;
  const imports = [];
  walk(program, (node) => {
    const specifier = importedBy(node);
    if (specifier === undefined) return;
    imports.push({
      specifier,
      target: targetOf(specifier, path, aliases),
      line: lineOf(node.start),
      erased: isErased(node),
    });
  });
  return { path, program, imports, lineOf };
}

/** Calls `visit` for each syntax node below `node`. */
export function walk(node, visit) {
  visit(node);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (typeof child?.type === 'string') walk(child, visit);
    }
  }
}

function importedBy(node) {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return (node.source ?? node.argument?.literal ?? node.argument)?.value;
    case 'TSExternalModuleReference':
      return node.expression.value;
    case 'CallExpression':
      return node.callee.name === 'require' ? node.arguments[0]?.value : undefined;
    default:
      return undefined;
  }
}

function isErased(node) {
  if (node.type === 'TSImportType') return true;
  if (node.importKind === 'type' || node.exportKind === 'type') return true;
  const { specifiers = [] } = node;
  return specifiers.length > 0 && specifiers.every((each) => (each.importKind ?? each.exportKind) === 'type');
}

/** A path from the checkout's root, or undefined for a package. */
function targetOf(specifier, importer, aliases) {
  const bare = specifier.replace(/\?.*$/, '');
  if (bare.startsWith('.')) return join(dirname(importer), bare);
  for (const [pattern, place] of Object.entries(aliases)) {
    const prefix = pattern.replace('*', '');
    if (bare.startsWith(prefix)) return join(place.replace('*', ''), bare.slice(prefix.length));
  }
  return undefined;
}

export function exists(path) {
  return existsSync(inProject(path));
}
