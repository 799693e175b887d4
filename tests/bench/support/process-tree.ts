import { readdirSync, readFileSync } from 'node:fs';

interface ProcessFacts {
  readonly pid: number;
  readonly parent: number;
  /** User and system time so far, in seconds; the kernel counts hundredths. */
  readonly cpuSeconds: number;
}

const ticksPerSecond = 100;

/** A process that ends while it is read is left out. */
function read<T>(look: () => T): T | null {
  try {
    return look();
  } catch {
    return null;
  }
}

/** /proc/PID/stat from the third field on; the second, the name, stands in parentheses and may hold anything. */
function statFields(pid: number): readonly string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** False also for one that has ended and that nobody has asked about yet. */
export const isRunning = (pid: number): boolean => !['Z', 'X', undefined].includes(read(() => statFields(pid))?.[0]);

function facts(pid: number): ProcessFacts | null {
  return read(() => {
    const fields = statFields(pid);
    const [parent, user, system] = [fields[1], fields[11], fields[12]].map(Number);
    return { pid, parent: parent ?? 0, cpuSeconds: ((user ?? 0) + (system ?? 0)) / ticksPerSecond };
  });
}

/** The process and everything that descends from it. */
function tree(root: number): readonly ProcessFacts[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => facts(Number(name)))
    .filter((process) => process !== null);
  const members = new Set([root]);
  for (let size = 0; size !== members.size; ) {
    size = members.size;
    for (const { pid, parent } of all) if (members.has(parent)) members.add(pid);
  }
  return all.filter(({ pid }) => members.has(pid));
}

export const treePids = (root: number): readonly number[] => tree(root).map(({ pid }) => pid);

/** What the process was started as: `main`, or Chromium's `--type`, with the service where it has one. */
function roleOf(pid: number): string {
  const words = read(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'))?.split(/[\0 ]/) ?? [];
  const value = (flag: string) => words.find((word) => word.startsWith(`--${flag}=`))?.slice(flag.length + 3);
  return value('utility-sub-type') ?? value('type') ?? 'main';
}

export interface TreeMemory {
  /** Proportional set size of all processes, in MB (10⁶ bytes): a page shared by n processes counts 1/n for each. */
  readonly totalMb: number;
  readonly byRole: Readonly<Record<string, number>>;
}

export function treeMemory(root: number): TreeMemory {
  const byRole: Record<string, number> = {};
  let total = 0;
  for (const pid of treePids(root)) {
    const text = read(() => readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1')) ?? '';
    const megabytes = (Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1024) / 1e6;
    const role = roleOf(pid);
    byRole[role] = (byRole[role] ?? 0) + megabytes;
    total += megabytes;
  }
  const rounded = Object.entries(byRole).map(([role, value]) => [role, Math.round(value)] as const);
  return { totalMb: total, byRole: Object.fromEntries(rounded.toSorted((a, b) => b[1] - a[1])) };
}

/** Seconds that each living process of the tree has computed so far. */
export function treeCpu(root: number): ReadonlyMap<number, number> {
  return new Map(tree(root).map(({ pid, cpuSeconds }) => [pid, cpuSeconds]));
}

/** Between two readings, over the processes that are in both. */
export function cpuBetween(before: ReadonlyMap<number, number>, after: ReadonlyMap<number, number>): number {
  let seconds = 0;
  for (const [pid, value] of after) seconds += value - (before.get(pid) ?? value);
  return seconds;
}
