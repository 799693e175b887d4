/** Where the own picture stands over the contact's; the buttons keep the lower left one. */
export const corners = ['topRight', 'bottomRight', 'topLeft'] as const;
export type Corner = (typeof corners)[number];

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The next one round. */
export const cornerAfter = (corner: Corner): Corner =>
  corners[(corners.indexOf(corner) + 1) % corners.length] ?? corner;

/** The one that is nearest to a point of the frame; pulled to where the buttons are, the one beside them. */
export function cornerNear({ x, y }: { readonly x: number; readonly y: number }, { width, height }: Size): Corner {
  const right = x > width / 2;
  if (y > height / 2) return 'bottomRight';
  return right ? 'topRight' : 'topLeft';
}

/** By an arrow key; null where that leads nowhere. */
export function cornerByKey(key: string, corner: Corner): Corner | null {
  switch (key) {
    case 'ArrowUp':
      return corner === 'bottomRight' ? 'topRight' : null;
    case 'ArrowDown':
      return corner === 'topRight' ? 'bottomRight' : null;
    case 'ArrowLeft':
      return corner === 'topRight' ? 'topLeft' : null;
    case 'ArrowRight':
      return corner === 'topLeft' ? 'topRight' : null;
    default:
      return null;
  }
}
