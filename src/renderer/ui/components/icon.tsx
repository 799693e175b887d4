import type { LucideIcon } from 'lucide-react';

export interface IconProps {
  readonly of: LucideIcon;
  readonly size?: 14 | 16 | 18 | 20 | 24;
  readonly className?: string | undefined;
}

/** Ornament: what it means is always said in words beside it or by the control's name. */
export function Icon({ of: Shape, size = 18, className }: IconProps) {
  return <Shape aria-hidden="true" size={size} strokeWidth={1.5} absoluteStrokeWidth className={className ?? ''} />;
}
