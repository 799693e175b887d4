/**
 * What Electron gives a utility process as `process.parentPort` (electronjs.org/docs/latest/api/parent-port). Declared here because the
 * gateway is plain Node and must not import electron.
 */
export interface ParentPort {
  on(event: 'message', listener: (message: { readonly data: unknown }) => void): void;
  /** The parent has let go of the channel. */
  on(event: 'close', listener: () => void): void;
  postMessage(message: unknown): void;
}

/** null outside a utility process. */
export function parentPort(): ParentPort | null {
  const { parentPort: port } = process as NodeJS.Process & { readonly parentPort?: ParentPort };
  return port ?? null;
}
