import { expect, vi } from 'vitest';
import type { PhoneCommand, PhoneToMain } from '#shared/contracts/phone.ts';
import type { CallRow, ContactEvent } from '#shared/contracts/records.ts';
import { ok, type Result } from '#shared/result.ts';
import { configurationOf } from '../../../src/main/policy/configuration.ts';
import { createSettingsStore } from '../../../src/main/policy/settings-store.ts';
import { initialSession } from '../../../src/main/session/initial-session.ts';
import { createNotices } from '../../../src/main/session/notices.ts';
import { createSession } from '../../../src/main/session/session.ts';
import type { CacheChanges, CachedContact, CacheStore } from '../../../src/main/store/cache-store.ts';
import type { CallPatch, LedgerStore, NewCall } from '../../../src/main/store/ledger-store.ts';
import type { StoreResult } from '../../../src/main/store/store-error.ts';
import { createCalls } from '../../../src/main/wiring/calls.ts';
import type { Core } from '../../../src/main/wiring/core.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { memoryLog } from '../../fakes/memory-log.ts';

const noChanges: CacheChanges = {
  conversations: [],
  timeline: [],
  states: [],
  counters: { unread: 0, missed: 0, unplayed: 0 },
};

export const contactView = ({ name, phone }: CachedContact['contact']) => ({ name, phone });

/** The composition of calls with everything real but the disk, the phone window and the clock. */
export function desk(policy: Parameters<typeof configurationOf>[0] = {}) {
  const clock = manualClock();
  const log = memoryLog();
  const configuration = configurationOf(policy, 'root');
  const settings = createSettingsStore({ file: { set: () => undefined }, user: {}, policy, log });
  let published = 0;
  const session = createSession(
    initialSession({
      configuration,
      settings: settings.view(),
      locale: 'en',
      platform: 'linux',
      version: '1',
      now: clock.now(),
    }),
    () => {
      published += 1;
    },
    (run) => run(),
  );
  const notices = createNotices(clock.now, (list) => session.update({ notices: list }));
  const connections: string[] = [];
  const core: Core = {
    settings,
    session,
    notices,
    keepSettingsIn: () => undefined,
    connection: (part, { state, reason }) => connections.push(`${part} ${state} ${reason}`),
  };
  const rows = new Map<string, CallRow>();
  const beats: number[] = [];
  const disk: { fault: StoreResult<never> | null } = { fault: null };
  const kept = async <T>(work: () => T): Promise<StoreResult<T>> => disk.fault ?? { ok: true, value: work() };
  const ledger: Pick<LedgerStore, 'openCall' | 'updateCall' | 'addContactEvent' | 'alive'> = {
    openCall: (call: NewCall) =>
      kept(() => {
        const row = rows.get(call.id) ?? { ...call, hasRecording: false };
        rows.set(call.id, row);
        return row;
      }),
    updateCall: (id: string, patch: CallPatch) =>
      kept(() => {
        const row = rows.get(id);
        if (row === undefined) return null;
        rows.set(id, { ...row, ...patch });
        return rows.get(id) ?? null;
      }),
    addContactEvent: () => kept(() => null),
    alive: (now: number) => {
      beats.push(now);
      return kept(() => null);
    },
  };
  const commands: PhoneCommand[] = [];
  const cache = {
    putLocal: async () => ok(noChanges),
    contact: async (_id: string): Promise<StoreResult<CachedContact | null>> => ok(null),
  };
  const refusals = new Map<PhoneCommand['do'], Result<null>>();
  const pushed: string[] = [];
  const reported: ContactEvent[] = [];
  const calls = createCalls({
    core,
    configuration,
    stores: { ledger: ledger as LedgerStore, cache: cache as unknown as CacheStore },
    phone: {
      send: async (command) => {
        commands.push(command);
        return refusals.get(command.do) ?? ok(null);
      },
    },
    recordings: { begin: async () => ok(null), abandon: () => undefined },
    push: (name) => pushed.push(name),
    changed: () => undefined,
    report: (event) => reported.push(event),
    rowsChanged: () => undefined,
    viewsChanged: () => undefined,
    availabilityChanged: () => undefined,
    clock,
    log,
  });
  const phone = (message: PhoneToMain): void => calls.fromPhone(message);
  const register = (): void => phone({ type: 'registration', state: 'registered', cause: null });
  const offer = (callId: string): void =>
    phone({
      type: 'call.offered',
      callId,
      contactId: 'anna',
      name: 'Anna',
      address: 'sip:anna@gateway',
      kind: 'voice',
    });
  const phases = () => session.snapshot().calls.map(({ phase }) => phase);
  const talk = async (callId: string): Promise<void> => {
    offer(callId);
    await vi.waitFor(() => expect(phases()).toEqual(['ringing']));
    calls.queue.command({ do: 'answer', callId, camera: false });
    phone({ type: 'call.accepted', callId });
    phone({ type: 'call.media', callId, state: 'flowing' });
    await vi.waitFor(() => expect(phases()).toEqual(['active']));
  };
  const hangUp = (callId: string): void =>
    phone({ type: 'call.ended', callId, by: 'remote', cause: 'hangup', status: null, reason: null });
  const codes = () => notices.list().map(({ code }) => code);
  return {
    ...{ calls, clock, settings, session, notices, configuration, connections, rows, beats, disk, commands, pushed },
    ...{ cache, refusals, reported, phone, register, offer, phases, talk, hangUp, codes, published: () => published },
  };
}
