import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../../../src/main/platform/clock.ts';
import type { MainLog } from '../../../../src/main/platform/log-port.ts';
import { createThreads } from '../../../../src/main/platform/threads.ts';
import { createLedgerService } from '../../../../src/main/store/ledger/ledger-service.ts';
import type { LedgerStore } from '../../../../src/main/store/ledger-store.ts';
import { openStores, type Stores } from '../../../../src/main/store/open-stores.ts';
import { attempt } from '../../../../src/main/store/sqlite/service.ts';
import type { StoreResult } from '../../../../src/main/store/store-error.ts';
import type { StoreHealth } from '../../../../src/main/store/store-health.ts';
import { builtEntry } from '../../../entries/built-entry.ts';

export const workers = {
  cacheWorker: builtEntry('cache.worker'),
  ledgerWorker: builtEntry('ledger.worker'),
  finaliserWorker: builtEntry('finaliser.worker'),
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

/** The real threads, bundled from their sources. Closed when the test ends. */
export async function openedStores(directory: string, checkDelayMs = 0): Promise<OpenedStores> {
  const health: StoreHealth[] = [];
  const { log, lines } = recordingLog();
  const stores = await openStores({
    directory,
    cacheWorker: workers.cacheWorker,
    ledgerWorker: workers.ledgerWorker,
    threads: createThreads(systemClock),
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

/** The ledger without a thread, for tests of what stands on it. Closed when the test ends. */
export function inlineLedger(folder: string): LedgerStore {
  const service = createLedgerService(join(folder, 'ledger.sqlite'), Date.now, () => undefined);
  onTestFinished(() => service.close());
  const handlers = Object.entries(service.handlers as Record<string, (...parameters: unknown[]) => unknown>);
  return Object.fromEntries(
    handlers.map(([name, handler]) => [
      name,
      async (...parameters: unknown[]) => attempt(() => handler(...parameters)),
    ]),
  ) as unknown as LedgerStore;
}

export function unwrap<T>(result: StoreResult<T>): T {
  if (!result.ok) throw new Error(`${result.error.fault}: ${result.error.detail}`);
  return result.value;
}
