import { isBuiltin } from 'node:module';
import { Failure } from '../log.mjs';
import { findCycles } from './cycles.mjs';
import { exists, readModules, walk } from './read.mjs';
import { AREAS, FLOORS, HOMES } from './rules.mjs';

/** Prints every breach of the rules as `file:line what` and fails if there is one. */
export async function checkStructure() {
  const modules = await readModules();
  const breaches = [...modules.values()].flatMap((module) => [...wrongImports(module), ...wrongCalls(module)]);
  for (const cycle of findCycles(modules)) breaches.push(`${cycle[0]}:1 imports itself: ${cycle.join(' → ')}`);
  if (breaches.length === 0) return;
  process.stderr.write(`${breaches.join('\n')}\n`);
  throw new Failure(`${breaches.length} breach${breaches.length === 1 ? '' : 'es'}`);
}

function wrongImports({ path, imports }) {
  const area = AREAS.find((each) => path.startsWith(each.path));
  if (!area) return [`${path}:1 stands in no area of scripts/lib/structure/rules.mjs`];
  return imports.flatMap(({ specifier, target, line, erased }) => {
    const reason =
      target === undefined
        ? wrongPackage(area, specifier)
        : (wrongTarget(area, target, erased) ?? wrongFloor(path, target));
    return reason ? [`${path}:${line} ${reason}: ${specifier}`] : [];
  });
}

function wrongTarget(area, target, erased) {
  if (!exists(target)) return 'imports a file that does not exist';
  const reachable = [area.path, ...area.imports, ...(erased ? (area.types ?? []) : [])];
  if (!reachable.some((allowed) => target.startsWith(allowed))) {
    return `${area.name} may import only ${['itself', ...area.imports].join(', ')}`;
  }
  return undefined;
}

/** Both ends stand in rooms of the same house, and the target's is the upper one. */
function wrongFloor(path, target) {
  for (const { within, rooms } of FLOORS) {
    const floorOf = (file) => (file.startsWith(within) ? rooms.indexOf(file.slice(within.length).split('/')[0]) : -1);
    const [own, other] = [floorOf(path), floorOf(target)];
    if (own !== -1 && other > own) return `${rooms[own]} stands below ${rooms[other]} and may not import it`;
  }
  return undefined;
}

function wrongPackage(area, specifier) {
  if (isBuiltin(specifier) && !area.builtins) return `${area.name} may not import Node's modules`;
  if (/^electron(\/|$)/.test(specifier) && !area.electron) return `${area.name} may not import Electron`;
  return undefined;
}

function wrongCalls({ path, program, lineOf }) {
  const rules = HOMES.filter(({ within, home }) => path.startsWith(within) && !(home && path.startsWith(home)));
  const breaches = new Set();
  if (rules.length === 0) return [];
  walk(program, (node) => {
    for (const { what, home, within, finds } of rules) {
      if (!finds(node)) continue;
      const place = home ? `belongs only in ${home}` : `has no place in ${within}`;
      breaches.add(`${path}:${lineOf(node.start)} ${what} ${place}`);
    }
  });
  return [...breaches];
}
