import { describe, expect, it } from 'vitest';
import type { GatewayEvent, NumberedEvent, WorkspaceState } from '#shared/contracts/agent.ts';
import type { ContactEvent } from '#shared/contracts/records.ts';
import { ok } from '#shared/result.ts';
import type { CacheChanges, SnapshotPart } from '../../../src/main/store/cache-store.ts';
import { storeFailure } from '../../../src/main/store/store-error.ts';
import { type CacheSinkOptions, createCacheSink } from '../../../src/main/workspace/cache-sink.ts';

const workspace: WorkspaceState = {
  name: 'Officina',
  number: null,
  balance: '9.98',
  currency: 'USD',
  recording: true,
  video: true,
  notes: true,
  rules: 'respond-io-2025-08',
};
const noChanges: CacheChanges = {
  conversations: [],
  timeline: [],
  states: [],
  counters: { unread: 1, missed: 2, unplayed: 0 },
};
const failure = { ok: false, error: storeFailure('disk-full', 'no space left') } as const;

const missed = (number: number): ContactEvent => ({
  id: `call-${number}/missed-call`,
  contactId: 'anna',
  type: 'missed-call',
  at: number,
  callId: `call-${number}`,
  kind: 'voice',
  durationMs: null,
  agent: null,
});
const part = (events: readonly ContactEvent[]): SnapshotPart => ({
  contacts: [],
  messages: [],
  events: [...events],
  reads: [],
  states: [],
});
const numbered = (cursor: number): NumberedEvent => ({
  cursor,
  at: cursor,
  event: { type: 'workspace', workspace: { ...workspace, balance: `${cursor}.00` } },
});

function sink(change: Partial<CacheSinkOptions['cache']> = {}) {
  const steps: string[] = [];
  const found: (readonly ContactEvent[])[] = [];
  const happened: (readonly GatewayEvent[])[] = [];
  const made = createCacheSink({
    cache: {
      position: async () => ok({ epoch: 'e', cursor: 3 }),
      workspace: async () => ok(workspace),
      beginSnapshot: async () => ok(null),
      addSnapshotPart: async () => ok(null),
      endSnapshot: async () => ok({ unread: 5, missed: 6, unplayed: 0 }),
      abortSnapshot: async () => ok(null),
      applyEvents: async (epoch, events) => {
        steps.push('applied');
        return ok({ applied: true, position: { epoch, cursor: events.length }, changes: noChanges });
      },
      ...change,
    },
    opened: ({ video }) => steps.push(`opened, ${video ? 'with' : 'without'} video`),
    changed: () => steps.push('changed'),
    replaced: (counters, state) => steps.push(`replaced ${counters.unread} ${state?.balance}`),
    happened: (events) => {
      steps.push(`happened ${events.length}`);
      happened.push(events);
    },
    found: (events) => {
      steps.push(`found ${events.length}`);
      found.push(events);
    },
  });
  return { made, steps, found, happened };
}

describe('cache sink', () => {
  it('tells what happened together, in order, after the cache has it and the window was told', async () => {
    const { made, steps, happened } = sink();
    expect(await made.applyEvents('e', [numbered(1), numbered(2)])).toEqual(ok({ applied: true }));
    expect(steps).toEqual(['applied', 'changed', 'happened 2']);
    expect(happened[0]?.map((event) => event.type === 'workspace' && event.workspace.balance)).toEqual([
      '1.00',
      '2.00',
    ]);
  });

  it('tells nobody of what the cache did not take', async () => {
    const broken = sink({ applyEvents: async () => failure });
    expect(await broken.made.applyEvents('e', [numbered(1)])).toMatchObject({
      ok: false,
      error: { code: 'disk-full' },
    });
    const gap = sink({
      applyEvents: async () => ok({ applied: false, reason: 'gap', position: { epoch: 'e', cursor: 0 } }),
    });
    expect(await gap.made.applyEvents('e', [numbered(9)])).toEqual(ok({ applied: false, reason: 'gap' }));
    expect([...broken.steps, ...gap.steps]).toEqual([]);
  });

  it('tells of a snapshot what calls need as it begins, the rest once it counts, and then of the calls that were missed', async () => {
    const { made, steps, found } = sink();
    await made.beginSnapshot('e', workspace);
    await made.addSnapshotPart(part([missed(1), { ...missed(2), type: 'answered-call' }]));
    await made.addSnapshotPart(part([missed(3)]));
    expect(steps).toEqual(['opened, with video']);
    await made.endSnapshot(7);
    expect(steps.slice(1)).toEqual(['replaced 5 9.98', 'found 2']);
    expect(found[0]?.map(({ at }) => at)).toEqual([3, 1]);
  });

  it('forgets a snapshot that broke off', async () => {
    const { made, found } = sink();
    await made.beginSnapshot('e', workspace);
    await made.addSnapshotPart(part([missed(1)]));
    await made.abortSnapshot();
    await made.beginSnapshot('e', workspace);
    await made.addSnapshotPart(part([missed(2)]));
    await made.endSnapshot(7);
    expect(found.map((events) => events.map(({ at }) => at))).toEqual([[2]]);
  });

  it('says nothing where the end of a snapshot cannot be kept', async () => {
    const { made, steps } = sink({ endSnapshot: async () => failure });
    await made.beginSnapshot('e', workspace);
    await made.addSnapshotPart(part([missed(1)]));
    expect(await made.endSnapshot(7)).toMatchObject({ ok: false });
    expect(steps).toEqual(['opened, with video']);
  });

  it('holds only the newest missed calls of a snapshot with a million', async () => {
    const { made, found } = sink();
    await made.beginSnapshot('e', workspace);
    for (let round = 0; round < 50; round += 1)
      await made.addSnapshotPart(part(Array.from({ length: 1000 }, (_, number) => missed(round * 1000 + number))));
    await made.endSnapshot(7);
    expect(found[0]).toHaveLength(1000);
    expect(found[0]?.[0]?.at).toBe(49_999);
    expect(found[0]?.at(-1)?.at).toBe(49_000);
  });
});
