import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';
import type { MainLog } from '../../../../src/main/platform/log-port.ts';
import { openStores, type Stores } from '../../../../src/main/store/open-stores.ts';
import type { StoreResult } from '../../../../src/main/store/store-error.ts';
import type { StoreHealth } from '../../../../src/main/store/store-health.ts';

const source = (path: string): URL => pathToFileURL(resolve(import.meta.dirname, '../../../../src/main', path));

export const workers = {
  cacheWorker: source('store/cache.worker.ts'),
  ledgerWorker: source('store/ledger.worker.ts'),
  finaliserWorker: source('recordings/finaliser.worker.ts'),
} as const;

export interface LogLine {
  readonly level: keyof MainLog;
  readonly text: string;
  readonly details: Readonly<Record<string, unknown>> | undefined;
}

export function recordingLog(): { readonly log: MainLog; readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const at =
    (level: keyof MainLog) =>
    (text: string, details?: Readonly<Record<string, unknown>>): void => {
      lines.push({ level, text, details });
    };
  return { lines, log: { info: at('info'), warn: at('warn'), error: at('error') } };
}

export interface OpenedStores extends Stores {
  readonly health: readonly StoreHealth[];
  readonly lines: readonly LogLine[];
}

/** The real threads, straight from their sources. Closed when the test ends. */
export async function openedStores(directory: string, checkDelayMs = 0): Promise<OpenedStores> {
  const health: StoreHealth[] = [];
  const { log, lines } = recordingLog();
  const stores = await openStores({
    directory,
    cacheWorker: workers.cacheWorker,
    ledgerWorker: workers.ledgerWorker,
    clock: Date,
    log,
    onHealth: (event) => health.push(event),
    checkDelayMs,
  });
  let closing: Promise<void> | null = null;
  const close = (): Promise<void> => {
    closing ??= stores.close();
    return closing;
  };
  onTestFinished(close);
  return { ...stores, close, health, lines };
}

export function unwrap<T>(result: StoreResult<T>): T {
  if (!result.ok) throw new Error(`${result.error.fault}: ${result.error.detail}`);
  return result.value;
}
