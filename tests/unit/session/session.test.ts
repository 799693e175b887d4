import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SessionSnapshot } from '#shared/contracts/session.ts';
import { configurationOf } from '../../../src/main/policy/configuration.ts';
import { effectiveSettings } from '../../../src/main/policy/effective-settings.ts';
import { initialSession, workspaceParts } from '../../../src/main/session/initial-session.ts';
import { createSession } from '../../../src/main/session/session.ts';

const initial = initialSession({
  configuration: configurationOf({}, 'carla'),
  settings: effectiveSettings({}, {}),
  locale: 'en',
  platform: 'linux',
  version: '1.2.3',
  now: 1000,
});

function desk() {
  const published: SessionSnapshot[] = [];
  const later: (() => void)[] = [];
  const session = createSession(
    initial,
    (snapshot) => published.push(snapshot),
    (run) => later.push(run),
  );
  const turn = (): void => {
    for (const run of later.splice(0)) run();
  };
  return { session, published, turn };
}

describe('session', () => {
  it('publishes the whole once a turn, however many changes come in it', () => {
    const { session, published, turn } = desk();
    for (let unread = 1; unread <= 1000; unread += 1) session.update({ unread });
    session.update({ presence: 'away' });
    expect(published).toEqual([]);
    turn();
    expect(published).toHaveLength(1);
    expect(published[0]).toMatchObject({ unread: 1000, presence: 'away', revision: 1001, missed: 0 });
    turn();
    expect(published).toHaveLength(1);
  });

  it('answers with what is true now, published or not', () => {
    const { session } = desk();
    session.update({ unread: 7 });
    expect(session.snapshot()).toMatchObject({ unread: 7, revision: 1 });
  });

  it('says nothing where nothing has changed', () => {
    const { session, published, turn } = desk();
    session.update({});
    session.update({ unread: 0, presence: 'available', calls: initial.calls });
    turn();
    expect(published).toEqual([]);
    expect(session.snapshot().revision).toBe(0);
  });

  it('publishes what changes while it publishes in the next turn', () => {
    const published: number[] = [];
    const later: (() => void)[] = [];
    const session = createSession(
      initial,
      ({ unread }) => {
        published.push(unread);
        if (unread < 3) session.update({ unread: unread + 1 });
      },
      (run) => later.push(run),
    );
    session.update({ unread: 1 });
    while (later.length > 0) later.shift()?.();
    expect(published).toEqual([1, 2, 3]);
  });

  it('grows its revision with each change and never publishes an older state after a newer one', () => {
    const change = fc.oneof(
      fc.record({ unread: fc.nat(3) }),
      fc.record({ missed: fc.nat(3), unread: fc.nat(3) }),
      fc.constant('turn' as const),
    );
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
        const { session, published, turn } = desk();
        const model = { unread: 0, missed: 0 };
        let revision = 0;
        for (const each of changes) {
          if (each === 'turn') {
            turn();
            continue;
          }
          const before = { ...model };
          Object.assign(model, each);
          session.update(each);
          if (before.unread !== model.unread || before.missed !== model.missed) revision += 1;
          expect(session.snapshot()).toMatchObject({ ...model, revision });
        }
        turn();
        const revisions = published.map((snapshot) => snapshot.revision);
        expect(revisions).toEqual([...new Set(revisions)].toSorted((a, b) => a - b));
        if (revision > 0) expect(published.at(-1)).toEqual(session.snapshot());
      }),
    );
  });
});

describe('the session before anything is connected', () => {
  it('is the sandbox, on its way, with nothing known', () => {
    expect(initial).toMatchObject({
      workspace: { mode: 'sandbox', name: '', number: null, recording: true, recordingAutomatic: false },
      agent: { id: null, name: 'Agent', role: 'agent' },
      connection: { state: 'connecting', since: 1000, gateway: false },
      balance: { exact: null, topUpRequired: false },
      calls: [],
      notices: [],
    });
  });

  it('shows the address of a PBX, and an odd system as Linux', () => {
    const configuration = configurationOf(
      { workspace: { mode: 'pbx' }, sip: { server: 'wss://pbx.example', uri: 'sips:anna@pbx.example' } },
      'x',
    );
    const made = initialSession({
      configuration,
      settings: effectiveSettings({}, {}),
      locale: 'de',
      platform: 'freebsd',
      version: '1',
      now: 0,
    });
    expect(made.workspace).toMatchObject({ mode: 'pbx', name: 'anna@pbx.example' });
    expect(made.agent.name).toBe('anna');
    expect(made.platform).toBe('linux');
  });
});

describe('what the gateway says of the workspace', () => {
  const state = {
    name: 'Officina',
    number: '+390612345678',
    balance: '25.00',
    currency: 'EUR',
    recording: true,
    video: false,
    notes: true,
    rules: 'respond-io-2025-08',
  } as const;

  it.each([
    ['9.98', true],
    ['9.995', true],
    ['10.00', false],
    ['10.01', false],
    ['-3', true],
    [null, false],
  ])('with a balance of %s asks for a top-up: %s', (balance, topUpRequired) => {
    const parts = workspaceParts(initial, { ...state, balance }, { allowed: true, automatic: false, directory: null });
    expect(parts.balance).toEqual({ exact: balance, currency: 'EUR', topUpRequired, minimum: '10.00' });
  });

  it.each([
    [true, true, true, true, true],
    [false, true, true, false, false],
    [true, false, true, false, false],
    [true, true, false, true, false],
  ])('records where policy (%s) and workspace (%s) allow it', (allowed, recording, automatic, may, byItself) => {
    const parts = workspaceParts(initial, { ...state, recording }, { allowed, automatic, directory: null });
    expect(parts.workspace).toMatchObject({ mode: 'sandbox', recording: may, recordingAutomatic: byItself });
  });
});
