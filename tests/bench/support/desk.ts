import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SessionSnapshot } from '#shared/contracts/session.ts';
import type { UiRequestArgument, UiRequestName } from '#shared/contracts/ui-requests.ts';
import { type MeasuredGateway, tokens } from '../gateway/measured-gateway.ts';
import { apps, type Bench } from './bench.ts';
import type { Page, Point } from './page.ts';
import type { RunningApp } from './running-app.ts';
import { until } from './until.ts';

/** Cornetta as an agent of a gateway sees it. */
export interface Desk {
  readonly app: RunningApp;
  readonly page: Page;
  session(): Promise<SessionSnapshot>;
  request<Name extends UiRequestName>(name: Name, argument: UiRequestArgument<Name>): Promise<void>;
  /** Waits until calls can ring here. */
  connected(): Promise<void>;
  /** Where the one button of that name is, once it can be pressed and stands still. */
  button(name: string): Promise<Point>;
}

/** A policy file that points the app at the gateway, as an organisation would write it. */
export function gatewayPolicy(bench: Bench, gateway: MeasuredGateway): string {
  const path = join(bench.folder('policy'), 'policy.json');
  const workspace = { mode: 'gateway', url: `${gateway.url}/agent`, token: tokens.cornetta };
  writeFileSync(path, JSON.stringify({ workspace, recording: { enabled: true } }));
  return `--policy=${path}`;
}

export async function startDesk(
  bench: Bench,
  options: { readonly userData: string; readonly args: readonly string[] },
): Promise<Desk> {
  const app = bench.start({ app: apps.cornetta, inspect: true, ...options });
  const page = await app.page('app://ui/');
  await page.markedAt('cornetta:interactive');
  const desk: Desk = {
    app,
    page,
    session: () => page.run(askForSession),
    request: (name, argument) => page.run(ask, name, argument),
    connected: async () => {
      await until(
        'the connection',
        async () => ((await desk.session()).connection.state === 'connected' ? true : null),
        { timeoutMs: 30_000, everyMs: 100 },
      );
    },
    button: (name) => {
      let before: Point | null = null;
      const standsStill = async (): Promise<Point | null> => {
        const last = before;
        before = await page.run(findButton, name);
        return last?.x === before?.x && last?.y === before?.y ? before : null;
      };
      return until(`the button ${name}`, standsStill, { everyMs: 40 });
    },
  };
  return desk;
}

async function askForSession(): Promise<SessionSnapshot> {
  const result = await window.cornetta.request('session.snapshot', null);
  if (!result.ok) throw new Error(`no snapshot: ${result.error.code}`);
  return result.value;
}

async function ask<Name extends UiRequestName>(name: Name, argument: UiRequestArgument<Name>): Promise<void> {
  const result = await window.cornetta.request(name, argument);
  if (!result.ok) throw new Error(`${name}: ${result.error.code} ${result.error.detail ?? ''}`);
}

function findButton(name: string): Point | null {
  for (const button of document.querySelectorAll('button')) {
    const label = button.getAttribute('aria-label') ?? button.textContent ?? '';
    const { x, y, width, height } = button.getBoundingClientRect();
    if (label.trim() === name && !button.disabled && width > 0) return { x: x + width / 2, y: y + height / 2 };
  }
  return null;
}
