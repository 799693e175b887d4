/** Where a list is scrolled to, and the blank above its first row. Pixels. */
export interface Placement {
  readonly scrollTop: number;
  readonly blank: number;
}

/**
 * A list's upper edge moved by `delta` (positive: down, because something above it grew). The placement with which every
 * row stays where it was on the screen: what grew covers rows instead of pushing them, what shrank leaves a blank instead
 * of pulling them.
 */
export function keepStill({ scrollTop, blank }: Placement, delta: number): Placement {
  if (delta >= 0) {
    const fromBlank = Math.min(blank, delta);
    return { blank: blank - fromBlank, scrollTop: scrollTop + delta - fromBlank };
  }
  const fromScroll = Math.min(scrollTop, -delta);
  return { scrollTop: scrollTop - fromScroll, blank: blank - delta - fromScroll };
}
