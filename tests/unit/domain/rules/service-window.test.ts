import { describe, expect, it } from 'vitest';
import { evaluateMessage } from '#shared/domain/rules/evaluate-message.ts';
import { canWrite } from '../../../../src/renderer/ui/features/conversation/service-window.ts';

describe('the service window', () => {
  it.each([
    ['never opened', null, 1_000, false],
    ['a moment before its end', 1_001, 1_000, true],
    ['at its end', 1_000, 1_000, false],
    ['after its end', 999, 1_000, false],
  ] as const)('%s: one answer for the gateway, main and the window', (_when, until, now, open) => {
    const verdict = evaluateMessage({ state: { serviceWindowUntil: until }, template: false }, now);
    expect(verdict.allowed).toBe(open);
    if (verdict.allowed) expect(verdict.remaining).toEqual({ windowUntil: until });
    const contact = { id: 'anna', name: 'Anna', phone: null };
    expect(canWrite({ contact, canMessage: true, serviceWindowUntil: until, clockAheadMs: 0 }, now)).toBe(open);
  });
});
