/** Pictures and reactions of a call, as the phone window reports them. */
import { describe, expect, it } from 'vitest';
import { fail, ok } from '#shared/result.ts';
import { accepted, createHarness, ended, offered } from './harness.ts';

const video = offered('a', { kind: 'video' });
const on = { type: 'call.pictures', callId: 'a', own: 'on', contact: true } as const;

describe('pictures of a call', () => {
  it('are none in a voice call, whatever is asked and said', () => {
    const harness = createHarness();
    harness.phone(offered('a'));
    expect(harness.view('a')?.pictures).toBeNull();
    harness.queue.command({ do: 'answer', callId: 'a', camera: true });
    expect(harness.sent).toContainEqual({ do: 'answer', callId: 'a', camera: false });
    harness.phone(accepted('a'), on);
    expect(harness.view('a')?.pictures).toBeNull();
  });

  it.each([true, false])('start with the camera as the agent wants it: %s', (camera) => {
    const harness = createHarness();
    harness.phone(video);
    expect(harness.view('a')).toMatchObject({ kind: 'video', pictures: { own: 'off', contact: false } });
    expect(harness.queue.command({ do: 'answer', callId: 'a', camera })).toEqual(ok(null));
    expect(harness.sent).toContainEqual({ do: 'answer', callId: 'a', camera });
  });

  it('are shown as they are reported, also before the call is up; what changes nothing is not told', () => {
    const seen: unknown[] = [];
    const harness = createHarness({ onOutput: ({ views }) => seen.push(views.calls[0]?.pictures) });
    harness.phone(video);
    harness.queue.command({ do: 'answer', callId: 'a', camera: true });
    harness.phone({ ...on, own: 'starting', contact: false }, accepted('a'), on);
    expect(harness.view('a')?.pictures).toEqual({ own: 'on', contact: true });
    const before = seen.length;
    harness.phone({ ...on, own: 'failed' });
    expect(seen.length).toBe(before + 1);
    harness.queue.system({ type: 'resume' });
    expect(seen.length).toBe(before + 1);
  });

  it('of an Answer that went down with the phone window are forgotten', () => {
    const harness = createHarness();
    harness.phone(video);
    harness.queue.command({ do: 'answer', callId: 'a', camera: true });
    harness.phone(on);
    harness.queue.system({ type: 'phone.lost' });
    expect(harness.view('a')).toMatchObject({ phase: 'ringing', pictures: { own: 'off', contact: false } });
  });

  it('go out with a video call that is placed', () => {
    const { queue, sent, view } = createHarness();
    const contact = { id: 'bruno', name: 'Bruno', phone: null };
    for (const kind of ['video', 'voice'] as const) {
      const placed = queue.place({ contact, uri: 'bruno', kind });
      if (!placed.ok) throw new Error(placed.error.code);
      const { callId } = placed.value;
      expect(sent.at(-1)).toMatchObject({ do: 'place', callId, kind, camera: kind === 'video' });
      expect(view(callId)?.pictures === null).toBe(kind === 'voice');
      queue.fromPhone(ended(callId));
    }
  });

  it('of a call that is over change nothing', () => {
    const harness = createHarness();
    harness.phone(video, ended('a', 'cancelled'), on, { type: 'call.takesReactions', callId: 'a' });
    expect(harness.view('a')).toBeUndefined();
    expect(harness.faults).toEqual([]);
  });
});

describe('reactions', () => {
  it('are offered once the far end takes them', () => {
    const harness = createHarness();
    harness.phone(offered('a'));
    expect(harness.view('a')?.reactions).toBe(false);
    harness.phone({ type: 'call.takesReactions', callId: 'a' });
    expect(harness.view('a')?.reactions).toBe(true);
  });

  it('stay so while an Answer fails', async () => {
    const harness = createHarness();
    harness.phone(video, { type: 'call.takesReactions', callId: 'a' });
    harness.replies.set('answer', fail('microphone'));
    harness.queue.command({ do: 'answer', callId: 'a', camera: true });
    await harness.settle();
    expect(harness.view('a')).toMatchObject({ phase: 'ringing', reactions: true });
  });
});
