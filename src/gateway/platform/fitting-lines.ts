/** What a reply may carry (contracts/agent.ts), with room for the line that says how many are left out. */
const longestDetail = 1_900;

/** As many whole lines as there is room for in the detail of a reply; the last line says how many more there are. */
export function fittingLines(all: readonly string[]): string {
  const lines: string[] = [];
  let length = 0;
  for (const each of all) {
    const line = each.slice(0, 300);
    length += line.length + 1;
    if (length > longestDetail) break;
    lines.push(line);
  }
  const left = all.length - lines.length;
  return [...lines, ...(left > 0 ? [`… and ${left} more`] : [])].join('\n');
}
