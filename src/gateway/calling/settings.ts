import type { ChannelSettings } from '#shared/contracts/calling.ts';
import { evaluateEnabling } from '#shared/domain/rules/evaluate-enabling.ts';
import { importRateCard, type RateCardFlaw } from '#shared/domain/rules/rate-card.ts';
import { type Failure, fail, refuse } from '#shared/result.ts';
import type { GatewayStore } from '../store/gateway-store.ts';
import type { ChannelDesk } from './channel-desk.ts';

/** What a reply may carry (contracts/agent.ts), with room for the line that says how many faults are left out. */
const longestDetail = 1_900;

/** One line for each fault, as many whole ones as there is room for. */
function listed(flaws: readonly RateCardFlaw[]): string {
  const lines: string[] = [];
  let length = 0;
  for (const { message } of flaws) {
    const line = message.slice(0, 300);
    length += line.length + 1;
    if (length > longestDetail) break;
    lines.push(line);
  }
  const left = flaws.length - lines.length;
  return [...lines, ...(left > 0 ? [`… and ${left} more`] : [])].join('\n');
}

/** Prices from a CSV file, all of them or none. */
export async function importRates(csv: string, desk: ChannelDesk, store: GatewayStore): Promise<Failure | null> {
  const imported = importRateCard(csv);
  if (!imported.ok) return fail('invalid', listed(imported.flaws)).error;
  const mostRates = 5_000;
  if (imported.card.length > mostRates) return fail('invalid', `line ${mostRates + 1}: too many prices`).error;
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
