import type { KeyboardEvent } from 'react';

/** Arrow keys, Home and End among the items of a menu (WAI-ARIA menu pattern). @returns whether the key was one of them */
export function moveInMenu(event: KeyboardEvent, container: HTMLElement | null): boolean {
  const items = [...(container?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];
  const current = document.activeElement instanceof HTMLElement ? items.indexOf(document.activeElement) : -1;
  const target = targetOf(event.key, current, items.length);
  if (target === null) return false;
  event.preventDefault();
  items[target]?.focus();
  return true;
}

export function targetOf(key: string, current: number, count: number): number | null {
  if (count === 0) return null;
  switch (key) {
    case 'ArrowDown':
      return (current + 1) % count;
    case 'ArrowUp':
      return current <= 0 ? count - 1 : current - 1;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
