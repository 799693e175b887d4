import type { GatewayLog } from '../../src/gateway/platform/log.ts';

export interface RecordedLog extends GatewayLog {
  readonly lines: { readonly level: 'info' | 'warn' | 'error'; readonly text: string }[];
  errors(): readonly string[];
}

/** Keeps what a gateway logged. */
export function recordedLog(): RecordedLog {
  const lines: RecordedLog['lines'] = [];
  const at = (level: 'info' | 'warn' | 'error') => (text: string) => {
    lines.push({ level, text });
  };
  return {
    lines,
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    errors: () => lines.filter(({ level }) => level === 'error').map(({ text }) => text),
  };
}
