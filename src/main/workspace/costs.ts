import type { GatewayEvent } from '#shared/contracts/agent.ts';
import type { CallRow } from '#shared/contracts/records.ts';
import type { MainLog } from '../platform/log-port.ts';
import type { LedgerStore } from '../store/ledger-store.ts';

export interface CostsOptions {
  readonly ledger: Pick<LedgerStore, 'chargeCall'>;
  readonly rowsChanged: (rows: readonly CallRow[]) => void;
  readonly log: MainLog;
}

/**
 * Notes what calls of this desktop were charged; those of colleagues have no row here.
 * @returns resolves when they are noted; never rejects
 */
export function createCosts({ ledger, rowsChanged, log }: CostsOptions) {
  return async (events: readonly GatewayEvent[]): Promise<void> => {
    for (const event of events) {
      if (event.type !== 'call.cost') continue;
      const { callId, amount, currency, chargedSeconds } = event;
      const row = await ledger.chargeCall(callId, { amount, currency, chargedSeconds });
      if (!row.ok) log.error('the cost of a call could not be noted', { fault: row.error.fault });
      else if (row.value !== null) rowsChanged([row.value]);
    }
  };
}
