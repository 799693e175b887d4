import type { KeyboardEvent } from 'react';
import { stepAmong } from '../../components/step-among.ts';

/** Arrow keys, Home and End among the items of a menu (WAI-ARIA menu pattern). @returns whether the key was one of them */
export function moveInMenu(event: KeyboardEvent, container: HTMLElement | null): boolean {
  const items = [...(container?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];
  const current = document.activeElement instanceof HTMLElement ? items.indexOf(document.activeElement) : -1;
  const target = stepAmong(event.key, current, items.length, 'column');
  if (target === null) return false;
  event.preventDefault();
  items[target]?.focus();
  return true;
}
