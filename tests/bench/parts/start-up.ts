import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scenario } from '../../e2e/support/scenario.ts';
import { apps, type Bench } from '../support/bench.ts';
import { userDataWith } from '../support/caches.ts';
import { gatewayPolicy } from '../support/desk.ts';
import { say } from '../support/progress.ts';
import { median, round, type Spread, spread } from '../support/statistics.ts';

export interface StartUpReport {
  readonly conversations: number;
  readonly runs: number;
  /** From the start of the process to the painted inbox that can be worked with, of an agent of a gateway. */
  readonly cornettaMs: Spread;
  /** From the start of the process to the first paint. */
  readonly bareMs: Spread;
  /** Median over the pairs, whose two runs follow each other. */
  readonly ratio: number;
  /** The same with the embedded gateway and a scenario of as many contacts: what `npm start` does. */
  readonly embeddedMs: Spread;
  readonly embeddedRatio: number;
}

type Kind = 'bare' | 'cornetta' | 'embedded';
const kinds: readonly Kind[] = ['bare', 'cornetta', 'embedded'];
const conversations = 10_000;

export async function measureStartUp(bench: Bench, runs = 8): Promise<StartUpReport> {
  const gateway = await bench.gateway(scenario([]));
  const crowd = join(bench.folder('crowd'), 'scenario.json');
  writeFileSync(crowd, JSON.stringify(crowdedScenario()));
  const starts = {
    bare: { app: apps.window, userData: bench.folder('bare') },
    cornetta: {
      app: apps.cornetta,
      userData: userDataWith(bench, 'tenThousandConversations', gateway),
      args: [gatewayPolicy(bench, gateway)],
    },
    embedded: { app: apps.cornetta, userData: bench.folder('embedded'), args: [`--scenario=${crowd}`] },
  } as const;
  const took: Record<Kind, number[]> = { bare: [], cornetta: [], embedded: [] };
  // The first run of each fills the caches of disk and runtime, and in the embedded gateway the store.
  for (let run = -1; run < runs; run += 1) {
    for (const kind of run % 2 === 0 ? kinds : kinds.toReversed()) {
      const milliseconds = await startOnce(bench, starts[kind], kind);
      if (run >= 0) took[kind].push(milliseconds);
    }
    say(`start-up: ${kinds.map((kind) => `${kind} ${Math.round(took[kind].at(-1) ?? 0)}`).join(', ')} ms`);
  }
  await gateway.stop();
  const ratioTo = (kind: Kind) =>
    round(median(took[kind].map((milliseconds, run) => milliseconds / (took.bare[run] ?? Number.NaN))));
  return {
    conversations,
    runs,
    cornettaMs: spread(took.cornetta),
    bareMs: spread(took.bare),
    ratio: ratioTo('cornetta'),
    embeddedMs: spread(took.embedded),
    embeddedRatio: ratioTo('embedded'),
  };
}

async function startOnce(bench: Bench, options: Parameters<Bench['start']>[0], kind: Kind): Promise<number> {
  const app = bench.start(options);
  const page = await app.page(kind === 'bare' ? 'file:' : 'app://ui/');
  const ready = await page.markedAt(kind === 'bare' ? 'bare:painted' : 'cornetta:interactive');
  await app.quit();
  return ready - app.startedAt;
}

function crowdedScenario(): object {
  return {
    ...scenario([]),
    contacts: Array.from({ length: conversations }, (_, index) => ({
      id: `contact-${index}`,
      name: `Contact ${index}`,
      phone: `+39320${String(index).padStart(7, '0')}`,
    })),
  };
}
