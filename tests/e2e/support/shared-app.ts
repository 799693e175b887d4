import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cornetta, type LaunchOptions, start, test } from './app.ts';
import type { StagedGateway } from './team-gateway.ts';
import { tellFailure } from './tell-failure.ts';

export interface SharedApp {
  readonly app: Cornetta;
  readonly folder: string;
}

export interface Shared {
  readonly options: LaunchOptions;
  /** What it talks to; whose word is wanted, too, where a test fails. */
  readonly beside?: readonly StagedGateway[];
  /** Ends, behind the app, what was started for it. */
  readonly after?: () => Promise<void>;
}

/**
 * One app for all tests of a file, which then run one after the other: for tests that leave it as they found it, or have a contact of
 * their own each. The rest behind one that fails gets a new app.
 */
export function sharedApp(prepare: (folder: string) => Promise<Shared>): () => SharedApp {
  test.describe.configure({ mode: 'default' });
  let folder = '';
  let shared: Shared | undefined;
  let app: Cornetta | undefined;

  test.beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cornetta-e2e-'));
    shared = await prepare(folder);
    app = await start(folder, 0, shared.options);
  });
  test.afterEach(async () => {
    await tellFailure(
      test.info(),
      [app, ...(shared?.beside ?? [])].filter((each) => each !== undefined),
    );
  });
  test.afterAll(async () => {
    await app?.kill();
    await shared?.after?.();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  });

  return () => {
    if (app === undefined) throw new Error('no app was started');
    return { app, folder };
  };
}
