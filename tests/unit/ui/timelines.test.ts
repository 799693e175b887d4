import { describe, expect, it, vi } from 'vitest';
import type { TimelineEntry } from '#shared/contracts/records.ts';
import { ok } from '#shared/result.ts';
import { createClient } from '../../../src/renderer/ui/state/client.ts';
import { createTimelines } from '../../../src/renderer/ui/state/timelines.ts';
import { fakeBridge } from './support.ts';

const common = { contactId: 'anna', at: 2 } as const;
const note: TimelineEntry = {
  ...common,
  entry: 'note',
  id: 'same-id',
  callId: 'call-1',
  direction: 'out',
  kind: 'voice',
  durationMs: 2_000,
  bytes: 100,
  sha256: 'a'.repeat(64),
  mimeType: 'audio/webm;codecs=opus',
  peaks: null,
  status: 'failed',
  agent: 'Lena',
  playedAt: null,
  playedBy: null,
  transcript: null,
  flaw: null,
};
const message: TimelineEntry = {
  ...common,
  entry: 'message',
  id: 'same-id',
  direction: 'in',
  text: 'Please call me',
  status: 'read',
};

describe('a conversation', () => {
  it('loses the line that main says is gone, and no other, without asking for a page again', async () => {
    const { bridge, asked } = fakeBridge(() => ok({ rows: [note, message], next: null }));
    const timelines = createTimelines(createClient(bridge));
    const anna = timelines.of('anna');
    anna.more();
    await vi.waitFor(() => expect(anna.get().rows).toHaveLength(2));
    timelines.push('anna', [], [{ entry: 'note', id: 'same-id' }]);
    expect(anna.get().rows).toEqual([message]);
    expect(asked).toHaveLength(1);
  });

  it('does not get a line back from a page that was on its way when it went', async () => {
    const { bridge } = fakeBridge(() => ok({ rows: [note, message], next: null }));
    const timelines = createTimelines(createClient(bridge));
    const anna = timelines.of('anna');
    anna.more();
    timelines.push('anna', [], [{ entry: 'note', id: 'same-id' }]);
    await vi.waitFor(() => expect(anna.get().loaded).toBe(true));
    expect(anna.get().rows).toEqual([message]);
  });
});
