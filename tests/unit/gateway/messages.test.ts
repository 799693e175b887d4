import { describe, expect, it } from 'vitest';
import { execute } from '../../../src/gateway/agents/commands.ts';
import { commandsOf, rig, settle } from './support.ts';

async function setUp() {
  const parts = await rig();
  const send = (text: string) =>
    execute({ do: 'message', id: 'm1', contactId: 'anna', text }, 'bruno', commandsOf(parts));
  return { ...parts, send };
}

describe('a message that comes twice before it is on disk', () => {
  it('is delivered once, and both are told that it was taken', async () => {
    const { store, connector, send } = await setUp();
    expect(await Promise.all([send('Hello'), send('Hello')])).toEqual([null, null]);
    await settle();
    expect(connector.sent.map(({ id }) => id)).toEqual(['m1']);
    expect(store.message('m1')).toMatchObject({ text: 'Hello', status: 'sent' });
  });

  it('is refused where it is another one under the same id', async () => {
    const { store, connector, send } = await setUp();
    const [first, second] = await Promise.all([send('Hello'), send('Goodbye')]);
    expect([first, second]).toMatchObject([null, { code: 'invalid' }]);
    expect(connector.sent.map(({ text }) => text)).toEqual(['Hello']);
    expect(store.message('m1')?.text).toBe('Hello');
  });
});
