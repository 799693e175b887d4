import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uiRequests } from '#shared/contracts/ui-requests.ts';
import { fail, ok } from '#shared/result.ts';
import { createRequestGate, type UiHandlers } from '../../../src/main/ipc/request-gate.ts';
import { memoryLog } from '../../fakes/memory-log.ts';

/** Every handler notes that it was reached. */
function createGate(change: Partial<UiHandlers> = {}) {
  const reached: [string, unknown][] = [];
  const handlers = Object.fromEntries(
    Object.keys(uiRequests).map((name) => [
      name,
      (argument: unknown) => {
        reached.push([name, argument]);
        return ok(null);
      },
    ]),
  ) as unknown as UiHandlers;
  const log = memoryLog();
  return { gate: createRequestGate({ ...handlers, ...change }, log), reached, log };
}

describe('request gate', () => {
  it('hands checked arguments to the handler and its answer back', async () => {
    const { gate, reached } = createGate({ 'call.answer': () => fail('busy') });
    expect(await gate(true, 'session.snapshot', null)).toEqual(ok(null));
    expect(
      await gate(true, 'message.send', { contactId: 'anna', text: '  hi ', clientId: crypto.randomUUID() }),
    ).toEqual(ok(null));
    expect(reached[1]?.[1]).toMatchObject({ text: 'hi' });
    expect(await gate(true, 'call.answer', { callId: 'a1' })).toEqual(fail('busy'));
  });

  it('changes only the settings that are named', async () => {
    const { gate, reached } = createGate();
    expect(await gate(true, 'settings.set', { theme: 'dark' })).toEqual(ok(null));
    expect(reached).toEqual([['settings.set', { theme: 'dark' }]]);
  });

  it('asks who sends before anything else', async () => {
    const { gate, reached, log } = createGate();
    for (const [name, argument] of [
      ['session.snapshot', null],
      ['call.answer', { callId: 'a1' }],
      ['nonsense', 'x'],
      ['__proto__', JSON.parse('{"__proto__":1}')],
    ])
      expect(await gate(false, name, argument)).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    expect(reached).toEqual([]);
    expect(log.lines.length).toBeGreaterThan(0);
  });

  it.each([
    ['nonsense', null],
    ['', null],
    ['__proto__', null],
    ['constructor', null],
    ['toString', null],
    ['hasOwnProperty', null],
    ['Session.Snapshot', null],
    ['session.snapshot ', null],
    [7, null],
    [null, null],
    [undefined, null],
    [['session.snapshot'], null],
    [{ toString: () => 'session.snapshot' }, null],
    ['session.snapshot', undefined],
    ['session.snapshot', {}],
    ['call.answer', null],
    ['call.answer', 'a1'],
    ['call.answer', {}],
    ['call.answer', { callId: 7 }],
    ['call.answer', { callId: '' }],
    ['call.answer', { callId: '../../etc/passwd' }],
    ['call.answer', { callId: 'a\0b' }],
    ['call.answer', { callId: 'a'.repeat(129) }],
    ['call.answer', { callId: 'a1', force: true }],
    ['call.answer', [{ callId: 'a1' }]],
    ['call.answer', JSON.parse('{"callId":"a1","__proto__":{"force":true}}')],
    ['call.answer', JSON.parse('{"callId":"a1","constructor":{}}')],
    ['call.mute', { callId: 'a1', on: 'yes' }],
    ['call.mute', { callId: 'a1', on: 1 }],
    ['call.dtmf', { callId: 'a1', tones: '1'.repeat(33) }],
    ['call.dtmf', { callId: 'a1', tones: '1;rm -rf' }],
    ['call.place', { kind: 'voice' }],
    ['call.place', { kind: 'voice', contactId: 'a', number: '+39' }],
    ['presence.set', { presence: 'root' }],
    ['inbox.page', { before: null, limit: 1e9 }],
    ['inbox.page', { before: null, limit: 1.5 }],
    ['inbox.page', { before: 'x'.repeat(500), limit: 10 }],
    ['search', { text: 'a'.repeat(201), limit: 10 }],
    ['search', { text: '', limit: 10 }],
    ['message.send', { contactId: 'a', text: 'x', clientId: 'not-a-uuid' }],
    ['message.send', { contactId: 'a', text: ' \n', clientId: '7f0b7c0e-9f5a-4b6e-8a1d-2f7c9d0e1a2b' }],
    ['message.send', { contactId: 'a', text: 'x'.repeat(5000), clientId: '7f0b7c0e-9f5a-4b6e-8a1d-2f7c9d0e1a2b' }],
    ['message.send', { contactId: 'a', text: 'x'.repeat(1e7), clientId: '7f0b7c0e-9f5a-4b6e-8a1d-2f7c9d0e1a2b' }],
    ['settings.set', {}],
    ['settings.set', { theme: 'neon' }],
    ['settings.set', { unknown: true }],
    ['settings.set', { ringVolume: 2 }],
    ['settings.set', { transcriptModel: '\\\\elsewhere\\share' }],
    ['recordings.peaks', { recordingId: '..' }],
  ])('refuses %j with %j as invalid', async (name, argument) => {
    const { gate, reached, log } = createGate();
    expect(await gate(true, name, argument)).toMatchObject({ ok: false, error: { code: 'invalid' } });
    expect(reached).toEqual([]);
    expect(log.lines).toHaveLength(1);
  });

  it('logs each kind of refusal once and never what was said', async () => {
    const { gate, log } = createGate();
    for (let attempt = 0; attempt < 50; attempt += 1) {
      await gate(true, 'call.answer', { callId: 'geheim geheim' });
      await gate(true, `unknown ${attempt}`, null);
      await gate(false, 'session.snapshot', null);
    }
    expect(log.lines).toHaveLength(3);
    expect(JSON.stringify(log.lines)).not.toContain('geheim');
  });

  it('turns exceptions into a code, keeps the stack for the log', async () => {
    const crash = () => {
      throw new Error('database is locked at /home/anna/secret');
    };
    const { gate, log } = createGate({ 'inbox.page': crash, 'calls.page': () => Promise.reject(new Error('later')) });
    expect(await gate(true, 'inbox.page', { before: null, limit: 10 })).toEqual(fail('internal'));
    expect(await gate(true, 'calls.page', { tab: 'all', before: null, limit: 10 })).toEqual(fail('internal'));
    expect(log.lines.map((line) => line.level)).toEqual(['error', 'error']);
  });

  it('answers whatever it is sent', async () => {
    const { gate } = createGate();
    const name = fc.oneof(fc.constantFrom(...Object.keys(uiRequests)), fc.string(), fc.anything());
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        name,
        fc.anything({ withBigInt: true, withDate: true }),
        async (trusted, request, argument) => {
          const answer = await gate(trusted, request, argument);
          expect(typeof answer.ok).toBe('boolean');
          if (!trusted) expect(answer).toMatchObject({ ok: false, error: { code: 'forbidden' } });
        },
      ),
      { numRuns: 1000 },
    );
  });
});
