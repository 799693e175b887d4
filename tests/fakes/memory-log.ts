import type { MainLog } from '../../src/main/platform/log-port.ts';

export interface MemoryLog extends MainLog {
  readonly lines: { readonly level: 'info' | 'warn' | 'error'; readonly text: string; readonly details: unknown }[];
}

/** Keeps what was logged, for tests that look at it. */
export function memoryLog(): MemoryLog {
  const lines: MemoryLog['lines'] = [];
  const at = (level: 'info' | 'warn' | 'error') => (text: string, details?: unknown) => {
    lines.push({ level, text, details });
  };
  return { lines, info: at('info'), warn: at('warn'), error: at('error') };
}
