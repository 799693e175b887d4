import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MainToPhone, PhoneToMain } from '../../../src/shared/contracts/phone.ts';
import { stubBrowser } from '../../fakes/sip-browser.ts';

const said: PhoneToMain[] = [];
let tell: (message: MainToPhone) => void = () => {};
const pageEvents = new EventTarget();

beforeEach(async () => {
  said.length = 0;
  vi.resetModules();
  stubBrowser();
  vi.stubGlobal('window', {
    phoneLink: {
      send: (message: PhoneToMain) => said.push(message),
      listen: (listener: (message: MainToPhone) => void) => {
        tell = listener;
      },
    },
    addEventListener: pageEvents.addEventListener.bind(pageEvents),
  });
  await import('../../../src/renderer/phone/index.ts');
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the page', () => {
  it('says that it is ready once it listens, and answers a ping', () => {
    tell({ type: 'ping', id: 7 });
    expect(said).toEqual([
      { type: 'ready', version: 2 },
      { type: 'pong', id: 7 },
    ]);
  });

  it('answers each command exactly once, also one that it does not understand', async () => {
    tell({ type: 'command', id: 1, command: { do: 'ring', tone: 'none' } });
    tell({ type: 'command', id: 2, command: { do: 'hangup', callId: 'nobody' } });
    tell({ type: 'command', id: 3, command: { do: 'dance' } } as unknown as MainToPhone);
    tell({ type: 'chunk.stored', recordingId: 'none', sequence: 0 });
    await vi.waitFor(() => expect(said.filter(({ type }) => type === 'command.done')).toHaveLength(3));
    const errors = said.flatMap((message) =>
      message.type === 'command.done' ? [[message.id, message.error?.code ?? null]] : [],
    );
    expect(errors.sort()).toEqual([
      [1, null],
      [2, 'gone'],
      [3, 'internal'],
    ]);
  });

  it('reports what nothing else caught', () => {
    pageEvents.dispatchEvent(Object.assign(new Event('error'), { error: new Error('boom'), message: 'boom' }));
    expect(said.at(-1)).toMatchObject({ type: 'log', level: 'error' });
  });
});
