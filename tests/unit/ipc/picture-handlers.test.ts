import { describe, expect, it } from 'vitest';
import type { PhoneCommand } from '#shared/contracts/phone.ts';
import type { CallPhase, CallView } from '#shared/contracts/session.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { pictureHandlers } from '../../../src/main/ipc/handlers/pictures.ts';
import { callView } from '../ui/support.ts';

const call = (phase: CallPhase, change: Partial<CallView> = {}): CallView =>
  callView({ id: phase, kind: 'video', phase, pictures: { own: 'off', contact: false }, reactions: true, ...change });

function desk(calls: readonly CallView[], answer: Result<null> = ok(null), isTakingNote = false) {
  const sent: PhoneCommand[] = [];
  const reacted: string[] = [];
  const handlers = pictureHandlers({
    calls: () => calls,
    isTakingNote: () => isTakingNote,
    phone: {
      send: async (command) => {
        sent.push(command);
        return answer;
      },
    },
    reacted: (callId, reaction) => reacted.push(`${callId} ${reaction}`),
  });
  return { handlers, sent, reacted };
}

describe('the camera of a call', () => {
  it.each(['active', 'held'] as const)(
    'is switched while the call is %s, and the phone’s answer is the answer',
    async (callId) => {
      const { handlers, sent } = desk([call(callId)], fail('camera', 'NotFoundError'));
      expect(await handlers['call.camera']({ callId, on: true })).toEqual(fail('camera', 'NotFoundError'));
      expect(sent).toEqual([{ do: 'camera', callId, on: true }]);
    },
  );

  it.each(['ringing', 'answering', 'dialing', 'ringing-out', 'ending', 'nobody'])(
    'is not there while it is %s',
    async (callId) => {
      const phases = ['ringing', 'answering', 'dialing', 'ringing-out', 'ending'] as const;
      const { handlers, sent } = desk(phases.map((phase) => call(phase)));
      expect(await handlers['call.camera']({ callId, on: true })).toMatchObject({ error: { code: 'gone' } });
      expect(await handlers['call.react']({ callId, reaction: '👍' })).toMatchObject({ error: { code: 'gone' } });
      expect(sent).toEqual([]);
    },
  );

  it('is no matter of a voice call', async () => {
    const { handlers } = desk([call('active', { kind: 'voice', pictures: null })]);
    expect(await handlers['call.camera']({ callId: 'active', on: true })).toMatchObject({
      error: { code: 'unsupported' },
    });
  });
});

describe('a reaction', () => {
  it('is shown once the far end has it', async () => {
    const { handlers, sent, reacted } = desk([call('active')]);
    expect(await handlers['call.react']({ callId: 'active', reaction: '👏' })).toEqual(ok(null));
    expect(sent).toEqual([{ do: 'react', callId: 'active', reaction: '👏' }]);
    expect(reacted).toEqual(['active 👏']);
  });

  it('that did not arrive, or that nobody takes, is not', async () => {
    const cut = desk([call('active')], fail('offline'));
    expect(await cut.handlers['call.react']({ callId: 'active', reaction: '👏' })).toEqual(fail('offline'));
    const deaf = desk([call('active', { reactions: false })]);
    expect(await deaf.handlers['call.react']({ callId: 'active', reaction: '👏' })).toMatchObject({
      error: { code: 'unsupported' },
    });
    expect([...cut.reacted, ...deaf.reacted, ...deaf.sent]).toEqual([]);
  });
});

describe('the preview', () => {
  it.each([
    ['nothing', [], false, 'ok'],
    ['a call that rings', [call('ringing')], false, 'ok'],
    ['a call that is up', [call('active')], false, 'busy'],
    ['a note', [], true, 'busy'],
  ] as const)('beside %s: %s', async (_what, calls, isTakingNote, expected) => {
    const { handlers } = desk(calls, ok(null), isTakingNote);
    const answer = await handlers['camera.preview']({ on: true });
    expect(answer.ok ? 'ok' : answer.error.code).toBe(expected);
    expect(await handlers['camera.preview']({ on: false })).toEqual(ok(null));
  });
});
