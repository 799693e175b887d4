import { describe, expect, it, vi } from 'vitest';
import { uiRequests } from '#shared/contracts/ui-requests.ts';
import { fail, ok } from '#shared/result.ts';
import { deferredHandlers } from '../../../src/main/ipc/deferred-handlers.ts';
import { createRequestGate, type UiHandlers } from '../../../src/main/ipc/request-gate.ts';
import { memoryLog } from '../../fakes/memory-log.ts';

/** Every request answers that it is unsupported, but for those given. */
const handlersWith = (given: Partial<UiHandlers>): UiHandlers =>
  ({
    ...Object.fromEntries(Object.keys(uiRequests).map((name) => [name, () => fail('unsupported')])),
    ...given,
  }) as UiHandlers;

describe('handlers that are still to come', () => {
  it('answer what was asked before they were there, in order', async () => {
    let open: (handlers: UiHandlers) => void = () => undefined;
    const ready = new Promise<UiHandlers>((resolve) => {
      open = resolve;
    });
    const asked: number[] = [];
    const deferred = deferredHandlers(() => ready);
    const answers = [1, 2, 3].map((limit) => deferred['inbox.page']({ before: null, limit }));
    await Promise.resolve();
    expect(asked).toEqual([]);
    open(
      handlersWith({
        'inbox.page': ({ limit }) => {
          asked.push(limit);
          return ok({ rows: [], next: null });
        },
      }),
    );
    expect(await Promise.all(answers)).toEqual([1, 2, 3].map(() => ok({ rows: [], next: null })));
    expect(asked).toEqual([1, 2, 3]);
  });

  it('know every request of the contract', () => {
    expect(Object.keys(deferredHandlers(() => new Promise(() => undefined))).toSorted()).toEqual(
      Object.keys(uiRequests).toSorted(),
    );
  });

  it('answer at once what does not need the rest', async () => {
    const deferred = deferredHandlers((name) =>
      name === 'notice.dismiss' ? Promise.resolve({ 'notice.dismiss': () => ok(null) }) : new Promise(() => undefined),
    );
    void deferred['wrapUp.finish'](null);
    expect(await deferred['notice.dismiss']({ id: 'x' })).toEqual(ok(null));
  });

  it('become a plain refusal where the stores never open', async () => {
    const ready = Promise.reject(new Error('no disk'));
    ready.catch(() => undefined);
    const log = memoryLog();
    const gate = createRequestGate(
      deferredHandlers(() => ready),
      log,
    );
    expect(await gate(true, 'presence.set', { presence: 'away' })).toEqual(fail('internal'));
    await vi.waitFor(() => expect(log.lines.some(({ text }) => text === 'request failed')).toBe(true));
  });
});
