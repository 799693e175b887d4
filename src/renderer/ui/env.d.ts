import type { UiBridge } from '#shared/contracts/ui.ts';

declare global {
  interface Window {
    /** Put there by src/preload/ui.ts. */
    readonly cornetta: UiBridge;
  }
}

declare module 'react' {
  interface CSSProperties {
    [property: `--${string}`]: string | undefined;
  }
}
