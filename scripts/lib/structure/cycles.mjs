/**
 * The cycles of a module graph, each once, as a list of paths that starts and ends with the same one.
 * @param {Map<string, { imports: readonly { target?: string }[] }>} modules
 */
export function findCycles(modules) {
  const cycles = [];
  const state = new Map();
  const trail = [];

  const follow = (path) => {
    state.set(path, 'open');
    trail.push(path);
    for (const target of new Set(modules.get(path).imports.map((each) => each.target))) {
      if (!modules.has(target)) continue;
      if (state.get(target) === 'open') cycles.push([...trail.slice(trail.indexOf(target)), target]);
      else if (!state.has(target)) follow(target);
    }
    trail.pop();
    state.set(path, 'done');
  };

  for (const path of modules.keys()) if (!state.has(path)) follow(path);
  return cycles;
}
