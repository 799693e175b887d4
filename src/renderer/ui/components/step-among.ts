const arrows = {
  row: { next: 'ArrowRight', previous: 'ArrowLeft' },
  column: { next: 'ArrowDown', previous: 'ArrowUp' },
} as const;

/** Where an arrow key, Home or End leads among `count` in a row or a column; from -1, where nobody is yet. null: it is none of these keys, or there is nobody. */
export function stepAmong(
  key: string,
  current: number,
  count: number,
  along: keyof typeof arrows = 'row',
): number | null {
  if (count === 0) return null;
  switch (key) {
    case arrows[along].next:
      return (current + 1) % count;
    case arrows[along].previous:
      return current <= 0 ? count - 1 : current - 1;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
