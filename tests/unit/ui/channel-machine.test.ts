import { describe, expect, it, vi } from 'vitest';
import { createActor } from 'xstate';
import type { ChannelSettings } from '#shared/contracts/calling.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { createChannelMachine, formOf } from '../../../src/renderer/ui/features/channel/channel-machine.ts';

const settings: ChannelSettings = {
  callingOn: true,
  contactsMayCall: true,
  hours: null,
  ringing: { mode: 'everyone', assigneeMs: 15_000 },
};
const colleagues: ChannelSettings = { ...settings, ringing: { mode: 'assignee-first', assigneeMs: 15_000 } };

function form() {
  const saves: { readonly settings: ChannelSettings; readonly answer: (result: Result<null>) => void }[] = [];
  const machine = createChannelMachine(
    (wanted) =>
      new Promise((answer) => {
        saves.push({ settings: wanted, answer });
      }),
  );
  const actor = createActor(machine, { input: { settings, timeZone: 'Europe/Rome' } }).start();
  return { actor, saves, now: () => formOf(actor.getSnapshot()) };
}

describe("editing the channel's settings", () => {
  it('saves what was changed, and shows it from then on, though the gateway tells it later', async () => {
    const { actor, saves, now } = form();
    actor.send({ type: 'save' });
    expect([now().stage, saves.length]).toEqual(['editing', 0]);
    actor.send({ type: 'change', part: { callingOn: false } });
    expect(now()).toMatchObject({ isDirty: true, isOvertaken: false, draft: { callingOn: false } });
    actor.send({ type: 'save' });
    actor.send({ type: 'save' });
    expect(saves.map((save) => save.settings)).toEqual([{ ...settings, callingOn: false }]);
    saves[0]?.answer(ok(null));
    await vi.waitFor(() => expect(now().stage).toBe('saved'));
    actor.send({ type: 'told', settings });
    expect(now()).toMatchObject({ isDirty: false, isOvertaken: false, draft: { callingOn: false } });
    actor.send({ type: 'told', settings: { ...settings, callingOn: false } });
    actor.send({ type: 'told', settings: colleagues });
    expect(now().draft).toMatchObject({ callingOn: true, ringing: { mode: 'assignee-first' } });
  });

  it('keeps what is typed while it saves, to be saved next', async () => {
    const { actor, saves, now } = form();
    actor.send({ type: 'change', part: { callingOn: false } });
    actor.send({ type: 'save' });
    actor.send({ type: 'change', part: { contactsMayCall: false } });
    actor.send({ type: 'discard' });
    expect(now()).toMatchObject({ stage: 'saving', draft: { callingOn: false, contactsMayCall: false } });
    saves[0]?.answer(ok(null));
    await vi.waitFor(() => expect(now().stage).toBe('editing'));
    expect(now()).toMatchObject({ isDirty: true, isOvertaken: false, draft: { contactsMayCall: false } });
    actor.send({ type: 'save' });
    expect(saves[1]?.settings).toEqual({ ...settings, callingOn: false, contactsMayCall: false });
  });

  it('loses nothing where saving is refused, and says why until something is changed', async () => {
    const { actor, saves, now } = form();
    actor.send({ type: 'change', part: { callingOn: false } });
    actor.send({ type: 'save' });
    saves[0]?.answer(fail('offline'));
    await vi.waitFor(() => expect(now().failure?.code).toBe('offline'));
    expect(now()).toMatchObject({ stage: 'editing', isDirty: true, draft: { callingOn: false } });
    actor.send({ type: 'change', part: { contactsMayCall: false } });
    expect(now().failure).toBeNull();
  });

  it("shows a colleague's change where nothing was edited, and says so where something was", () => {
    const { actor, now } = form();
    actor.send({ type: 'told', settings: colleagues });
    expect(now()).toMatchObject({ isDirty: false, draft: { ringing: { mode: 'assignee-first' } } });
    actor.send({ type: 'change', part: { callingOn: false } });
    actor.send({ type: 'told', settings });
    expect(now()).toMatchObject({ isDirty: true, isOvertaken: true, draft: { ringing: { mode: 'assignee-first' } } });
    actor.send({ type: 'discard' });
    expect(now()).toMatchObject({ isDirty: false, isOvertaken: false, draft: { ringing: { mode: 'everyone' } } });
  });

  it('has nothing to save where a change was taken back', () => {
    const { actor, saves, now } = form();
    actor.send({ type: 'change', part: { callingOn: false } });
    actor.send({ type: 'change', part: { callingOn: true } });
    actor.send({ type: 'save' });
    expect([now().isDirty, saves.length]).toEqual([false, 0]);
  });
});
