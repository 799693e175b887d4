import { anna, type ScenarioInput, scenario } from '../../e2e/support/scenario.ts';
import type { Bench } from '../support/bench.ts';
import { type CacheSize, newestContacts, userDataWith } from '../support/caches.ts';
import { gatewayPolicy, startDesk } from '../support/desk.ts';
import { say } from '../support/progress.ts';
import { round, type Spread, spread } from '../support/statistics.ts';
import { until } from '../support/until.ts';

/** Milliseconds from the INVITE's hand-over to the gateway's socket until the incoming call is painted. */
export interface RingReport {
  readonly emptyStore: Ringing;
  readonly millionEvents: Ringing;
}

export interface Ringing extends Spread {
  /** The first call after the start, when everything is cold. */
  readonly first: number;
  /** Calls that ended before they were painted: they count with the whole time for which they rang. */
  readonly unseen: number;
}

const firstAt = 6_000;
const everyMs = 320;
/** Then the contact gives up. */
const ringFor = 220;

export async function measureRing(bench: Bench, calls = 105): Promise<RingReport> {
  return {
    emptyStore: await ringInto(bench, null, calls),
    millionEvents: await ringInto(bench, 'millionEvents', calls),
  };
}

/** Nobody touches anything: contacts call one after the other and give up. */
async function ringInto(bench: Bench, size: CacheSize | null, calls: number): Promise<Ringing> {
  const name = size ?? 'emptyStore';
  const contacts = size === null ? scenario([]).contacts : newestContacts(bench, size, 6);
  const timeline = Array.from({ length: calls }, (_, index) => ({
    at: firstAt + index * everyMs,
    do: 'call' as const,
    contact: contacts[index % contacts.length]?.id ?? anna.id,
    ringFor,
  }));
  const content: ScenarioInput = { ...scenario(timeline), contacts };
  const gateway = await bench.gateway(content);
  const userData = size === null ? bench.folder('user-data') : userDataWith(bench, size, gateway);
  const desk = await startDesk(bench, { userData, args: [gatewayPolicy(bench, gateway)] });
  await desk.connected();
  const main = await desk.app.main();
  await main.watchBlocks();
  say(`ring: ${calls} calls, ${name}`);
  const lastAt = firstAt + calls * everyMs;
  // A call whose offer was not ready in time, on a busy machine, is missed without having rung.
  const over = () => ((gateway.output().match(/: missed$| is missed: /gm)?.length ?? 0) >= calls ? true : null);
  await until('the last call to be over', over, { timeoutMs: lastAt + 10_000, everyMs: 200 });
  bench.blocks[`ring, ${name}`] = await main.blocks();
  const painted = await desk.page.marks('cornetta:ring:');
  await desk.app.quit();
  await gateway.stop();
  const took = gateway.marks.flatMap((mark) =>
    mark.what === 'invite' ? [(painted.get(mark.callId) ?? mark.at + ringFor) - mark.at] : [],
  );
  const unseen = took.length - painted.size;
  if (unseen > calls / 2) throw new Error(`${unseen} of ${took.length} calls were never painted`);
  return { ...spread(took), first: round(took[0] ?? 0), unseen };
}
