import { describe, expect, it, vi } from 'vitest';
import { ok } from '#shared/result.ts';
import { createClient } from '../../../src/renderer/ui/state/client.ts';
import { fakeBridge, snapshot } from './support.ts';

describe('the client', () => {
  it('turns a request that broke into a failure', async () => {
    const { bridge } = fakeBridge(() => {
      throw new Error('main is gone');
    });
    const result = await createClient(bridge).ask('wrapUp.finish', null);
    expect(result).toEqual({ ok: false, error: { code: 'internal', detail: 'Error: main is gone' } });
  });

  it('passes on what main answers', async () => {
    const { bridge, asked } = fakeBridge(() => ok({ callId: 'x' }));
    expect(await createClient(bridge).ask('call.place', { contactId: 'anna', kind: 'voice' })).toEqual(
      ok({ callId: 'x' }),
    );
    expect(asked).toEqual([['call.place', { contactId: 'anna', kind: 'voice' }]]);
  });

  it('keeps pushes that come while the page starts, in their order', () => {
    const { bridge, push } = fakeBridge();
    const client = createClient(bridge);
    push('session', snapshot({ revision: 2 }));
    push('reset', null);
    push('session', snapshot({ revision: 3 }));
    const seen: string[] = [];
    client.on('session', ({ revision }) => seen.push(`session ${revision}`));
    client.on('reset', () => seen.push('reset'));
    expect(seen).toEqual([]);
    client.open();
    push('session', snapshot({ revision: 4 }));
    expect(seen).toEqual(['session 2', 'reset', 'session 3', 'session 4']);
  });

  it('forgets a listener that unsubscribed', () => {
    const { bridge, push } = fakeBridge();
    const client = createClient(bridge);
    client.open();
    const listener = vi.fn<(value: unknown) => void>();
    const off = client.on('inbox', listener);
    off();
    push('inbox', { rows: [] });
    const levels = client.on('levels', listener);
    levels();
    push('levels', { callId: null, agent: 0, contact: 0 });
    expect(listener).not.toHaveBeenCalled();
  });
});
