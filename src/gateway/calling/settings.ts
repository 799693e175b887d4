import type { ChannelSettings } from '#shared/contracts/calling.ts';
import { evaluateEnabling } from '#shared/domain/rules/evaluate-enabling.ts';
import { importRateCard } from '#shared/domain/rules/rate-card.ts';
import { type Failure, fail, refuse } from '#shared/result.ts';
import { fittingLines } from '../platform/fitting-lines.ts';
import type { GatewayStore } from '../store/gateway-store.ts';
import type { ChannelDesk } from './channel-desk.ts';

/** Prices from a CSV file, all of them or none. */
export async function importRates(csv: string, desk: ChannelDesk, store: GatewayStore): Promise<Failure | null> {
  const imported = importRateCard(csv, store.workspace()?.currency ?? null);
  if (!imported.ok) return fail('invalid', fittingLines(imported.flaws.map(({ message }) => message))).error;
  const kept = await store.submitAll(desk.priced(imported.card));
  return kept.ok ? null : kept.error;
}

/** @returns `rule` where calling may not be switched on. */
export async function setChannel(
  settings: ChannelSettings,
  desk: ChannelDesk,
  store: GatewayStore,
): Promise<Failure | null> {
  if (settings.callingOn && !desk.settings().callingOn) {
    const verdict = evaluateEnabling(desk.state(), desk.profile());
    if (!verdict.allowed) return refuse(verdict).error;
  }
  const kept = await store.submitAll(desk.changed({ settings }));
  return kept.ok ? null : kept.error;
}
