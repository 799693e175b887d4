import { join } from 'node:path';
import { build } from 'vite';
import { scenario } from '../../e2e/support/scenario.ts';
import type { MeasuredGateway } from '../gateway/measured-gateway.ts';
import { tokens } from '../gateway/measured-gateway.ts';
import { apps, type Bench } from '../support/bench.ts';
import { gatewayPolicy, startDesk } from '../support/desk.ts';
import type { Page, Point } from '../support/page.ts';
import { say } from '../support/progress.ts';
import { round, type Spread, spread } from '../support/statistics.ts';
import { pause, until } from '../support/until.ts';

/** Milliseconds from the click on Answer until RTP has passed the contact's socket in both directions. */
export interface AnswerReport extends Spread {
  readonly bare: Spread;
  /** Between the medians. */
  readonly ratioToBare: number;
}

/** A phone that rings; calls come one at a time, the next one when the last is over. */
interface Phone {
  readonly page: Page;
  answerButton(): Promise<Point>;
  hangUp(): Promise<void>;
  /** Whether the gateway rings here from now on. */
  takeCalls(on: boolean): Promise<void>;
}

const blocks = 4;
/** Rings for so long before somebody answers: the end of the last call is over and painted by then. */
const reactionMs = 250;

export async function measureAnswer(bench: Bench, callsEach = 32): Promise<AnswerReport> {
  const calls = (callsEach + blocks) * 2;
  // One contact calls again as soon as the last call is over.
  const timeline = Array.from({ length: calls }, (_, index) => ({
    at: 7_000 + index,
    do: 'call' as const,
    contact: 'anna',
    ringFor: 3_600_000,
  }));
  const pages = await bundlePage(bench);
  const gateway = await bench.gateway(scenario(timeline));
  const phones = { bare: await startBare(bench, gateway, pages), cornetta: await startCornetta(bench, gateway) };
  const took = { bare: [] as number[], cornetta: [] as number[] };
  const mains = { bare: await phones.bare.app.main(), cornetta: await phones.cornetta.app.main() };
  for (const main of Object.values(mains)) await main.watchBlocks();
  let call = 0;
  for (let block = 0; block < blocks; block += 1) {
    for (const kind of ['bare', 'cornetta'] as const) {
      const other = kind === 'bare' ? 'cornetta' : 'bare';
      await phones[kind].takeCalls(true);
      await phones[other].takeCalls(false);
      const perBlock = Math.ceil(callsEach / blocks) + 1;
      for (let index = 0; index < perBlock; index += 1) {
        const milliseconds = await answerOne(phones[kind], gateway, call);
        call += 1;
        // The first of a block finds caches cold that the other kind has just used.
        if (index > 0) took[kind].push(milliseconds);
        // The next call must ring at the right desk: so the switch is made while this one is still up.
        if (index === perBlock - 1) {
          await phones[other].takeCalls(true);
          await phones[kind].takeCalls(false);
        }
        await phones[kind].hangUp();
      }
    }
    say(`answer: block ${block + 1} of ${blocks}`);
  }
  bench.blocks.answer = await mains.cornetta.blocks();
  bench.bareBlocks.answer = await mains.bare.blocks();
  await phones.bare.app.quit();
  await phones.cornetta.app.quit();
  await gateway.stop();
  const [cornetta, bare] = [spread(took.cornetta), spread(took.bare)];
  return { ...cornetta, bare, ratioToBare: round(cornetta.p50 / bare.p50) };
}

/** Answers the call number `call`, from 0; the call is up afterwards. */
async function answerOne(phone: Phone, gateway: MeasuredGateway, call: number): Promise<number> {
  const rung = () => new Set(gateway.marks.flatMap((mark) => (mark.what === 'invite' ? [mark.callId] : []))).size;
  await until(`call ${call}`, () => (rung() > call ? true : null), { timeoutMs: 20_000 });
  await pause(reactionMs);
  const seen = gateway.marks.length;
  const clicked = await phone.page.click(await phone.answerButton());
  const first = (direction: 'in' | 'out') =>
    until(`sound ${direction}`, () => {
      const mark = gateway.marks.slice(seen).find((found) => found.what === 'rtp' && found.direction === direction);
      return mark?.at ?? null;
    });
  const [heard, sent] = [await first('in'), await first('out')];
  await pause(100);
  return Math.max(heard, sent) - clicked;
}

async function startCornetta(bench: Bench, gateway: MeasuredGateway) {
  const desk = await startDesk(bench, { userData: bench.folder('user-data'), args: [gatewayPolicy(bench, gateway)] });
  await desk.connected();
  const phone: Phone = {
    page: desk.page,
    answerButton: () => desk.button('Answer'),
    hangUp: async () => {
      const { calls } = await desk.session();
      const active = calls.find(({ phase }) => phase === 'active' || phase === 'answering');
      if (active === undefined) throw new Error('no call is up');
      await desk.request('call.end', { callId: active.id });
    },
    takeCalls: (on) => desk.request('presence.set', { presence: on ? 'available' : 'away' }),
  };
  return { ...phone, app: desk.app };
}

async function startBare(bench: Bench, gateway: MeasuredGateway, pages: string) {
  const app = bench.start({
    app: apps.phone,
    userData: bench.folder('bare-phone'),
    inspect: true,
    args: [`--bare-pages=${pages}`, `--bare-gateway=${gateway.url}`, `--bare-token=${tokens.bare}`],
  });
  const page = await app.page('bare://phone/');
  const state = () => page.run(() => document.getElementById('state')?.textContent ?? '').catch(() => '');
  const reach = (wanted: string) =>
    until(`the bare phone to be ${wanted}`, async () => (await state()) === wanted || null);
  const centreOf = (id: string) =>
    page.run((wanted) => {
      const button = document.getElementById(wanted) as HTMLButtonElement;
      const { x, y, width, height } = button.getBoundingClientRect();
      return button.disabled ? null : { x: x + width / 2, y: y + height / 2 };
    }, id);
  await reach('registered');
  const phone: Phone = {
    page,
    answerButton: () => until('the bare Answer button', () => centreOf('answer')),
    hangUp: () => page.run(() => document.getElementById('end')?.click()),
    takeCalls: async (on) => {
      await page.run((wanted) => (wanted ? window.barePhone?.register() : window.barePhone?.unregister()), on);
      await reach(on ? 'registered' : 'unregistered');
    },
  };
  return { ...phone, app };
}

async function bundlePage(bench: Bench): Promise<string> {
  const outDir = join(bench.folder('bare-page'), 'out');
  await build({
    root: join(apps.phone, '..'),
    configFile: false,
    logLevel: 'error',
    base: './',
    build: { outDir, emptyOutDir: true, modulePreload: { polyfill: false } },
  });
  return outDir;
}
