import { describe, expect, it } from 'vitest';
import type { NoteTranscript } from '#shared/contracts/note.ts';
import type { Settings } from '#shared/contracts/settings.ts';
import type { TranscriptsView } from '#shared/contracts/transcripts.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { storeFailure } from '../../../src/main/store/store-error.ts';
import type { ModelLook } from '../../../src/main/transcripts/speech-model.ts';
import { createTranscripts } from '../../../src/main/transcripts/transcripts.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { memoryLog } from '../../fakes/memory-log.ts';

const said = (text: string): NoteTranscript => ({ text, language: null, segments: [], origin: 'desktop' });
const model = { kind: 'ctc', model: '/m/model.onnx', tokens: '/m/tokens.txt' } as const;
const noChanges = { conversations: [], timeline: [], states: [], counters: { unread: 0, missed: 0, unplayed: 0 } };
/** Lets everything that needs no time happen. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

function desk(
  over: { readonly notes?: readonly string[]; readonly keepDays?: number; readonly look?: ModelLook } = {},
) {
  const clock = manualClock();
  const unheard = [...(over.notes ?? [])];
  const heard: [string, string | null][] = [];
  const views: TranscriptsView[] = [];
  const asked: number[] = [];
  const media = new Map<string, Result<Uint8Array>>();
  let settings: Pick<Settings, 'transcripts' | 'transcriptModel'> = { transcripts: 'local', transcriptModel: '/m' };
  let look: ModelLook = over.look ?? { found: true, model };
  let working: { readonly id: string; readonly answer: (result: Result<NoteTranscript | null>) => void } | null = null;
  const started: string[] = [];
  let isStopped = false;
  const transcripts = createTranscripts({
    transcriber: {
      transcribe: (_model, bytes) =>
        new Promise((answer) => {
          const id = Buffer.from(bytes).toString();
          started.push(id);
          working = { id, answer };
        }),
      letGo: () => finish(fail('gone')),
      stop: () => {
        isStopped = true;
        finish(fail('gone'));
      },
    },
    lookAtModel: async () => look,
    settings: () => settings,
    cache: {
      unheard: async ({ since, without }) => {
        asked.push(since);
        const left = unheard.filter((id) => !without.includes(id));
        return ok({ next: left.at(-1) ?? null, count: left.length });
      },
      markHeard: async (id, transcript) => {
        if (id === 'unwritable') return { ok: false, error: storeFailure('disk-full', 'no room') };
        unheard.splice(unheard.indexOf(id), 1);
        heard.push([id, transcript?.text ?? null]);
        return ok(noChanges);
      },
    },
    media: async (id) => media.get(id) ?? ok(Buffer.from(id)),
    keepDays: over.keepDays ?? null,
    changed: () => transcripts.lookAgain('notes'),
    show: (view) => views.push(view),
    clock,
    log: memoryLog(),
  });
  function finish(result: Result<NoteTranscript | null>): void {
    const done = working;
    working = null;
    done?.answer(result);
  }
  return {
    ...transcripts,
    clock,
    unheard,
    heard,
    views,
    asked,
    media,
    started,
    isStopped: () => isStopped,
    writing: () => working?.id ?? null,
    answers: async (result: Result<NoteTranscript | null>) => {
      finish(result);
      await settle();
    },
    set: (change: Partial<typeof settings>, now: ModelLook = look) => {
      settings = { ...settings, ...change };
      look = now;
      transcripts.settingsChanged();
    },
  };
}

describe('writing notes down', () => {
  it('takes one after the other, the newest first, and says how many are left', async () => {
    const { start, writing, answers, heard, views, started } = desk({ notes: ['old', 'new'] });
    expect(started).toEqual([]);
    start();
    await settle();
    expect(writing()).toBe('new');
    await answers(ok(said('Hello')));
    expect(writing()).toBe('old');
    await answers(ok(null));
    expect(heard).toEqual([
      ['new', 'Hello'],
      ['old', null],
    ]);
    expect(views.map(({ state, waiting }) => [state, waiting])).toEqual([
      ['working', 2],
      ['working', 1],
      ['idle', 0],
    ]);
  });

  it('takes a note that comes meanwhile next', async () => {
    const { start, writing, answers, unheard, lookAgain } = desk({ notes: ['a', 'b'] });
    start();
    await settle();
    unheard.push('c');
    lookAgain('notes');
    await answers(ok(said('b')));
    expect(writing()).toBe('c');
  });

  it('does nothing where the settings do not want it, and begins as soon as they do', async () => {
    const { start, set, started, view, writing } = desk({ notes: ['a'] });
    set({ transcripts: 'provider' });
    start();
    await settle();
    expect([started, view().state]).toEqual([[], 'off']);
    set({ transcripts: 'local' });
    await settle();
    expect(writing()).toBe('a');
    set({ transcripts: 'off' });
    await settle();
    expect([writing(), view()]).toEqual([null, { state: 'off', waiting: 0, flaw: null }]);
  });

  it('says what is wrong with the model until another one is chosen', async () => {
    const flaw = { code: 'missing', folder: '/m', file: 'tokens.txt' } as const;
    const { start, view, set, writing } = desk({ notes: ['a'], look: { found: false, flaw } });
    start();
    await settle();
    expect(view()).toEqual({ state: 'flawed', waiting: 0, flaw });
    set({ transcriptModel: '/n' }, { found: true, model });
    await settle();
    expect(writing()).toBe('a');
  });

  it('looks into the folder that was chosen last, however fast the choice changes', async () => {
    const { start, set, view } = desk({ notes: ['a'] });
    start();
    const flaw = { code: 'unreadable', folder: '/n' } as const;
    set({ transcriptModel: '/n' }, { found: false, flaw });
    await settle();
    expect(view()).toEqual({ state: 'flawed', waiting: 0, flaw });
  });

  it('gives way to a call at once, begins again a moment after the last one, and loses nothing', async () => {
    const { start, callsChanged, writing, view, clock, heard, answers, started } = desk({ notes: ['a'] });
    start();
    await settle();
    callsChanged(1);
    await settle();
    expect([writing(), view().state]).toEqual([null, 'paused']);
    callsChanged(0);
    clock.advance(2_000);
    callsChanged(1);
    clock.advance(60_000);
    await settle();
    expect(writing()).toBeNull();
    callsChanged(0);
    clock.advance(3_000);
    await settle();
    await answers(ok(said('a')));
    expect(started).toEqual(['a', 'a']);
    expect(heard).toEqual([['a', 'a']]);
  });

  it('starts none during a call', async () => {
    const { start, callsChanged, writing, view } = desk({ notes: ['a'] });
    callsChanged(2);
    start();
    await settle();
    expect([writing(), view()]).toEqual([null, { state: 'paused', waiting: 1, flaw: null }]);
  });

  it('passes over media that is gone or spoilt for good, and waits for what cannot be had now', async () => {
    const { start, media, heard, lookAgain, view, clock, answers } = desk({ notes: ['far', 'locked', 'spoilt'] });
    media.set('spoilt', fail('damaged'));
    media.set('locked', fail('no-keyring'));
    media.set('far', fail('offline'));
    start();
    await settle();
    expect(heard).toEqual([['spoilt', null]]);
    expect(view()).toEqual({ state: 'offline', waiting: 1, flaw: null });
    media.delete('far');
    clock.advance(60_000);
    await settle();
    await answers(ok(said('far')));
    media.delete('locked');
    lookAgain('connection');
    await settle();
    await answers(ok(said('locked')));
    expect(heard.slice(1)).toEqual([
      ['far', 'far'],
      ['locked', 'locked'],
    ]);
  });

  it('gives a note at which the engine fails up for now, after a second try', async () => {
    const { start, answers, started, heard, lookAgain } = desk({ notes: ['good', 'bad'] });
    start();
    await settle();
    await answers(fail('internal'));
    await answers(fail('timeout'));
    await answers(ok(said('good')));
    lookAgain('connection');
    await settle();
    expect(started).toEqual(['bad', 'bad', 'good']);
    expect(heard).toEqual([['good', 'good']]);
  });

  it('gives the model up where the engine fails at everything, or cannot load it', async () => {
    const { start, answers, view, started } = desk({ notes: ['a', 'b', 'c'] });
    start();
    await settle();
    for (let times = 0; times < 4; times += 1) await answers(fail('internal'));
    expect(view()).toEqual({ state: 'flawed', waiting: 0, flaw: { code: 'unusable', folder: '/m' } });
    expect(started).toEqual(['c', 'c', 'b', 'b']);
    const other = desk({ notes: ['a'] });
    other.start();
    await settle();
    await other.answers(fail('unsupported'));
    expect(other.view().flaw).toEqual({ code: 'unusable', folder: '/m' });
    other.lookAgain('notes');
    await settle();
    expect(other.started).toEqual(['a']);
  });

  it('marks media that cannot be decoded, so that nobody tries again', async () => {
    const { start, answers, heard } = desk({ notes: ['a'] });
    start();
    await settle();
    await answers(fail('damaged'));
    expect(heard).toEqual([['a', null]]);
  });

  it('goes on with the next where the store takes no transcript', async () => {
    const { start, answers, heard } = desk({ notes: ['a', 'unwritable'] });
    start();
    await settle();
    await answers(ok(said('x')));
    await answers(ok(said('a')));
    expect(heard).toEqual([['a', 'a']]);
  });

  it('asks only for what is kept, and nothing any more once the app ends', async () => {
    const { start, stop, asked, clock, isStopped, writing, lookAgain } = desk({ notes: ['a'], keepDays: 7 });
    start();
    await settle();
    expect(asked[0]).toBe(clock.now() - 7 * 86_400_000);
    stop();
    await settle();
    const before = asked.length;
    lookAgain('notes');
    await settle();
    expect([isStopped(), writing(), asked.length]).toEqual([true, null, before]);
  });
});
