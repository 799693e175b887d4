import type { CallView } from '#shared/contracts/session.ts';
import { scenario } from '../../e2e/support/scenario.ts';
import type { Bench } from '../support/bench.ts';
import { newestContacts, userDataWith } from '../support/caches.ts';
import { type Desk, gatewayPolicy, startDesk } from '../support/desk.ts';
import type { Blocks } from '../support/main-process.ts';
import { say } from '../support/progress.ts';
import { pause, until } from '../support/until.ts';

/** How long main was held up, by what happened meanwhile, with 1,000,000 contact events in the store. */
export type MomentsReport = Readonly<Record<string, Blocks>>;

/** What follows from a deed is over by then. */
const settleMs = 700;
/** From the start of the gateway; the desk is up by then. */
const firstCallAt = 9_000;
const typed = ['a', 'an', 'ann', 'anna', '+', '+39', '+393', '+3933', '+39333'];

export async function measureMoments(bench: Bench): Promise<MomentsReport> {
  const report: Record<string, Blocks> = {};
  const known = newestContacts(bench, 'millionEvents', 2) ?? [];
  const [missed, answered] = known;
  if (missed === undefined || answered === undefined) throw new Error('nobody can call');
  const gateway = await bench.gateway({
    ...scenario([
      { at: firstCallAt, do: 'call', contact: missed.id, ringFor: 600 },
      { at: firstCallAt + 3_000, do: 'call', contact: answered.id, ringFor: 60_000 },
    ]),
    contacts: known,
  });
  const userData = userDataWith(bench, 'millionEvents', gateway);
  const desk = await startDesk(bench, { userData, args: [gatewayPolicy(bench, gateway)] });
  await desk.connected();
  const main = await desk.app.main();
  await pause(2_000);

  const during = async (moment: string, act: () => Promise<unknown>): Promise<void> => {
    await main.watchBlocks();
    await act();
    await pause(settleMs);
    const blocks = await main.blocks();
    report[moment] = blocks;
    say(`${moment}: ${blocks.eventLoopMs} ms, of computing at most ${blocks.mostOnCore ?? '?'}`);
  };
  const ringing = () => call(desk, ({ phase }) => phase === 'ringing');
  const over = () => until('the end of the call', async () => (await calls(desk)).length === 0 || null, patience);

  await during('the first call rings and is missed', async () => {
    await ringing();
    await over();
  });
  const { id: callId } = await ringing();
  await pause(settleMs);
  await during('answering', async () => {
    await desk.page.click(await desk.button('Answer'));
    await call(desk, ({ media }) => media === 'flowing');
  });
  await during('a recording begins', async () => {
    await desk.request('call.record', { callId, on: true });
    await call(desk, ({ recording }) => recording === 'on');
    await pause(1_000);
  });
  await during('hold and back', async () => {
    await desk.request('call.hold', { callId, on: true });
    await desk.request('call.hold', { callId, on: false });
  });
  await during('the call ends and its recording is finished', async () => {
    await desk.request('call.end', { callId });
    await over();
  });
  await during('a search is typed', async () => {
    await Promise.all(typed.map((text) => desk.request('search', { text, limit: 50 })));
  });
  await during('the settings are opened', () => desk.page.run(openView, 'Settings'));
  await during('a setting changes', () => desk.request('settings.set', { ringVolume: 0.4 }));
  await during('the calls are opened', () => desk.page.run(openView, 'Calls'));
  await during('the recordings are opened', () => desk.page.run(openView, 'Recordings'));
  await during('the computer wakes up', () => main.run(wake));
  await gateway.stop();
  await until('the loss of the gateway', async () => (await isConnected(desk)) === false || null, patience);
  const another = await bench.gateway({ ...scenario([]), contacts: manyContacts }, Number(new URL(gateway.url).port));
  await during('another gateway tells everything anew', () => desk.connected());
  await desk.app.quit();
  await another.stop();
  return report;
}

const patience = { timeoutMs: 20_000, everyMs: 50 };

/** A snapshot in twelve parts. */
const manyContacts = Array.from({ length: 3_000 }, (_, index) => ({
  id: `contact-${index}`,
  name: `Contact ${index}`,
  phone: `+39333${String(5_000_000 + index)}`,
}));

const calls = async (desk: Desk): Promise<readonly CallView[]> => (await desk.session()).calls;
const isConnected = async (desk: Desk) => (await desk.session()).connection.state === 'connected';

const call = (desk: Desk, isIt: (call: CallView) => boolean): Promise<CallView> =>
  until('the call', async () => (await calls(desk)).find(isIt) ?? null, patience);

function openView(name: string): void {
  const links = document.querySelectorAll<HTMLElement>('nav a, nav button');
  const link = [...links].find((found) => (found.getAttribute('aria-label') ?? found.textContent ?? '').includes(name));
  if (link === undefined) throw new Error(`there is no way to ${name}`);
  link.click();
}

/** As the system tells it. */
function wake(): void {
  const { createRequire } = process.getBuiltinModule('node:module');
  const { powerMonitor } = createRequire(process.execPath)('electron') as typeof import('electron');
  powerMonitor.emit('suspend');
  powerMonitor.emit('resume');
}
