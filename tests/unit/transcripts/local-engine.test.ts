import { describe, expect, it } from 'vitest';
import { createLocalEngine } from '../../../src/main/transcripts/local-engine.ts';
import type { SpeechModel } from '../../../src/main/transcripts/speech-model.ts';
import { manualClock } from '../../fakes/manual-clock.ts';
import { memoryLog } from '../../fakes/memory-log.ts';

const model: SpeechModel = { kind: 'ctc', model: '/m/model.onnx', tokens: '/m/tokens.txt' };
const media = new Uint8Array([1, 2, 3]);
const transcript = {
  text: 'ciao',
  language: 'it',
  segments: [{ fromMs: 0, text: 'ciao' }],
  origin: 'desktop',
} as const;

function engine(fails = false) {
  const clock = manualClock();
  const made: ReturnType<typeof child>[] = [];
  function child() {
    const listeners = { message: [] as ((value: never) => void)[], exit: [] as ((value: never) => void)[] };
    const posted: { readonly id: number }[] = [];
    const self = {
      posted,
      isKilled: false,
      postMessage: (message: unknown) => void posted.push(message as { readonly id: number }),
      on: (event: 'message' | 'exit', listener: (value: never) => void) => listeners[event].push(listener),
      kill: () => {
        self.isKilled = true;
        return true;
      },
      says: (message: unknown) => {
        for (const listener of listeners.message) listener(message as never);
      },
      exits: (code: number) => {
        for (const listener of listeners.exit) listener(code as never);
      },
      answers: (more: Record<string, unknown>) => self.says({ id: posted.at(-1)?.id, ...more }),
    };
    return self;
  }
  const local = createLocalEngine({
    fork: () => {
      if (fails) throw new Error('no such file');
      const one = child();
      made.push(one);
      return one;
    },
    clock,
    log: memoryLog(),
  });
  const last = () => {
    const one = made.at(-1);
    if (one === undefined) throw new Error('nothing was started');
    return one;
  };
  return { ...local, clock, made, last };
}

describe('the process of the engine', () => {
  it('is started with the first note, serves the next ones, and ends when there is nothing to do', async () => {
    const { transcribe, made, last, clock } = engine();
    const first = transcribe(model, media);
    expect(made).toHaveLength(1);
    expect(last().posted).toEqual([{ id: 1, model, media }]);
    last().says({ type: 'ready' });
    last().answers({ type: 'transcript', transcript });
    expect(await first).toEqual({ ok: true, value: transcript });
    const second = transcribe(model, media);
    expect((await transcribe(model, media)).ok).toBe(false);
    last().answers({ type: 'transcript', transcript: null });
    expect(await second).toEqual({ ok: true, value: null });
    expect(made).toHaveLength(1);
    clock.advance(59_000);
    expect(last().isKilled).toBe(false);
    clock.advance(2_000);
    expect(last().isKilled).toBe(true);
  });

  it('that ends before the model is loaded says that the model is at fault; later, that the note is', async () => {
    const { transcribe, last } = engine();
    const first = transcribe(model, media);
    last().exits(255);
    expect(await first).toMatchObject({ ok: false, error: { code: 'unsupported' } });
    const second = transcribe(model, media);
    last().says({ type: 'ready' });
    last().exits(139);
    expect(await second).toMatchObject({ ok: false, error: { code: 'internal' } });
  });

  it.each([
    [{ type: 'model-unusable', detail: 'no metadata' }, 'unsupported', true],
    [{ type: 'media-unreadable', detail: 'cut off' }, 'damaged', false],
    [{ type: 'failed', detail: 'out of memory' }, 'internal', true],
    [{ type: 'transcript', transcript: { ...transcript, text: 7 } }, 'internal', true],
    ['nonsense', 'internal', true],
  ])('that says %j fails the note as it should', async (message, code, ends) => {
    const { transcribe, last } = engine();
    const asked = transcribe(model, media);
    if (typeof message === 'string') last().says(message);
    else last().answers(message);
    expect(await asked).toMatchObject({ ok: false, error: { code } });
    expect(last().isKilled).toBe(ends);
  });

  it('hangs only so long', async () => {
    const { transcribe, last, clock } = engine();
    const loading = transcribe(model, media);
    clock.advance(180_000);
    expect(await loading).toMatchObject({ error: { code: 'timeout' } });
    expect(last().isKilled).toBe(true);
    const working = transcribe(model, media);
    last().says({ type: 'ready' });
    clock.advance(180_000);
    expect(last().isKilled).toBe(false);
    clock.advance(720_000);
    expect(await working).toMatchObject({ error: { code: 'timeout' } });
  });

  it('is killed when it is let go of at work; what it still says is not heard', async () => {
    const { transcribe, letGo, last, made } = engine();
    const asked = transcribe(model, media);
    const killed = last();
    letGo();
    expect(await asked).toMatchObject({ error: { code: 'gone' } });
    expect(killed.isKilled).toBe(true);
    const again = transcribe(model, media);
    expect(made).toHaveLength(2);
    killed.says({ type: 'transcript', id: 2, transcript });
    killed.exits(0);
    last().answers({ type: 'transcript', transcript: null });
    expect(await again).toEqual({ ok: true, value: null });
    letGo();
    expect(last().isKilled).toBe(false);
  });

  it('is another one for another model', async () => {
    const { transcribe, last, made } = engine();
    const first = transcribe(model, media);
    last().answers({ type: 'transcript', transcript });
    await first;
    void transcribe({ ...model, model: '/n/model.onnx' }, media);
    expect(made.map(({ isKilled }) => isKilled)).toEqual([true, false]);
  });

  it('is not started any more once the app ends; one that cannot be started is told', async () => {
    const { transcribe, stop, made } = engine();
    stop();
    expect(await transcribe(model, media)).toMatchObject({ error: { code: 'gone' } });
    expect(made).toEqual([]);
    expect(await engine(true).transcribe(model, media)).toMatchObject({ error: { code: 'internal' } });
  });
});
