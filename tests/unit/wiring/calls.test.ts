import { describe, expect, it, vi } from 'vitest';
import { fail, ok } from '#shared/result.ts';
import { workspaceParts } from '../../../src/main/session/initial-session.ts';
import { storeFailure } from '../../../src/main/store/store-error.ts';
import { contactView, desk } from './desk.ts';

describe('calls, wired', () => {
  it('are in the ledger before the session shows them', async () => {
    const { register, offer, rows, session } = desk();
    register();
    offer('call-1');
    expect(session.snapshot().calls).toEqual([]);
    await vi.waitFor(() => expect(session.snapshot().calls).toHaveLength(1));
    expect(rows.get('call-1')).toMatchObject({ name: 'Anna', outcome: null });
  });

  it('let the ledger hear that the app lives, as long as there is one', async () => {
    const { register, talk, hangUp, beats, clock, phases } = desk();
    register();
    await talk('call-1');
    const first = beats.length;
    clock.advance(20_000);
    expect(beats.length).toBe(first + 4);
    hangUp('call-1');
    await vi.waitFor(() => expect(phases()).toEqual([]));
    clock.advance(5_000);
    const last = beats.length;
    clock.advance(60_000);
    expect(beats).toHaveLength(last);
  });

  it('report the fact of a call once', async () => {
    const { register, talk, hangUp, reported } = desk();
    register();
    await talk('call-1');
    hangUp('call-1');
    await vi.waitFor(() => expect(reported.map(({ id }) => id)).toEqual(['call-1/answered-call']));
  });

  it('go on ringing when settings change, and take the new after-call time', async () => {
    const { register, offer, settings, session, phases, calls, phone, hangUp, clock } = desk();
    register();
    offer('call-1');
    await vi.waitFor(() => expect(phases()).toEqual(['ringing']));
    settings.change({ wrapUpSeconds: 30, ringVolume: 0.1 });
    expect(phases()).toEqual(['ringing']);
    calls.queue.command({ do: 'answer', callId: 'call-1', camera: false });
    phone({ type: 'call.accepted', callId: 'call-1' });
    phone({ type: 'call.media', callId: 'call-1', state: 'flowing' });
    hangUp('call-1');
    await vi.waitFor(() => expect(session.snapshot().wrapUpUntil).toBe(clock.now() + 30_000));
  });

  it('cannot be recorded any more once the workspace forbids it, also the one that rings', async () => {
    const { register, offer, session, configuration, calls } = desk();
    register();
    offer('call-1');
    await vi.waitFor(() => expect(session.snapshot().calls[0]?.recording).toBe('off'));
    const state = {
      name: 'O',
      number: null,
      balance: null,
      currency: 'USD',
      recording: false,
      video: false,
      notes: false,
      rules: 'r',
    };
    session.update(workspaceParts(session.snapshot(), state, configuration.recording));
    calls.refresh();
    await vi.waitFor(() => expect(session.snapshot().calls[0]?.recording).toBe('unavailable'));
  });

  it('show the number that the cache knows, whatever the gateway told when', async () => {
    const { cache, register, offer, rows, session } = desk();
    const contact = { id: 'anna', name: 'Anna Bianchi', phone: '+393331234567' };
    cache.contact = async () => ok({ contact, unread: 0, missed: 0, serviceWindowUntil: null });
    register();
    offer('call-1');
    await vi.waitFor(() => expect(session.snapshot().calls[0]).toMatchObject(contactView(contact)));
    expect(rows.get('call-1')).toMatchObject(contactView(contact));
    const stranger = { ...contact, name: 'anna', phone: null };
    const lookUp = vi.fn(async () => ok({ contact: stranger, unread: 0, missed: 0, serviceWindowUntil: null }));
    cache.contact = lookUp;
    offer('call-2');
    await vi.waitFor(() => expect(session.snapshot().calls).toHaveLength(2));
    await lookUp.mock.results[0]?.value;
    expect(rows.get('call-2')).toMatchObject({ name: 'Anna', phone: null });
    expect(session.snapshot().calls[1]).toMatchObject({ name: 'Anna', phone: null });
  });

  it('tell that a mute was refused late, until the microphone is muted after all', async () => {
    const { register, talk, calls, refusals, codes, phone, session } = desk();
    register();
    await talk('call-1');
    const mute = () => calls.queue.command({ do: 'mute', callId: 'call-1', on: true });
    refusals.set('mute', fail('internal'));
    expect(mute()).toEqual(ok(null));
    await vi.waitFor(() => expect(codes()).toEqual(['mute-failed']));
    expect(session.snapshot().calls[0]?.muted).toBe(false);
    refusals.clear();
    mute();
    phone({ type: 'call.muted', callId: 'call-1', on: true });
    await vi.waitFor(() => expect(codes()).toEqual([]));
    expect(session.snapshot().calls[0]?.muted).toBe(true);
  });

  it('pass a reaction on while its call is there', async () => {
    const { phone, talk, hangUp, pushed } = desk();
    await talk('call-1');
    pushed.length = 0;
    phone({ type: 'call.reaction', callId: 'call-1', reaction: '👍' });
    expect(pushed).toEqual(['reaction']);
    hangUp('call-1');
    pushed.length = 0;
    phone({ type: 'call.reaction', callId: 'call-1', reaction: '👍' });
    expect(pushed).toEqual([]);
  });

  it('send levels past the session: fifteen a second are no change of state', () => {
    const { phone, pushed, published } = desk();
    const before = published();
    for (let number = 0; number < 150; number += 1)
      phone({ type: 'levels', callId: 'call-1', agent: number / 150, contact: 0 });
    expect(pushed).toEqual(Array.from({ length: 150 }, () => 'levels'));
    expect(published()).toBe(before);
  });

  it('tell that no microphone is there until one is', () => {
    const { phone, codes, session } = desk();
    phone({ type: 'device.problem', problem: 'microphone-missing', label: null });
    phone({ type: 'device.problem', problem: 'microphone-changed', label: 'Headset' });
    phone({ type: 'devices', microphones: [], speakers: [], cameras: [] });
    expect(codes()).toEqual(['microphone-missing', 'microphone-changed']);
    phone({ type: 'devices', microphones: [{ id: 'a', label: 'Headset' }], speakers: [], cameras: [] });
    expect(codes()).toEqual(['microphone-changed']);
    expect(session.snapshot().devices.microphones).toHaveLength(1);
  });

  it('tell that the registration is refused until it is not', () => {
    const { phone, register, codes, connections } = desk();
    phone({ type: 'registration', state: 'connecting', cause: null });
    phone({ type: 'registration', state: 'refused', cause: '403 Forbidden' });
    expect(codes()).toEqual(['registration-refused']);
    register();
    expect(codes()).toEqual([]);
    phone({ type: 'registration', state: 'unregistered', cause: 'socket closed' });
    expect(connections).toEqual([
      'sip connecting registering',
      'sip offline 403 Forbidden',
      'sip connected null',
      'sip offline socket closed',
    ]);
  });

  it('show who calls although the disk is full, and say that it is', async () => {
    const { register, offer, phases, disk, clock, codes, rows } = desk();
    register();
    disk.fault = { ok: false, error: storeFailure('disk-full', 'no space left') };
    offer('call-1');
    await vi.waitFor(() => expect(codes()).toEqual(['storage-failing']));
    clock.advance(250);
    expect(phases()).toEqual(['ringing']);
    expect(rows.size).toBe(0);
    disk.fault = null;
    await vi.waitFor(() => {
      clock.advance(1000);
      expect(rows.get('call-1')?.outcome).toBeNull();
    });
    await vi.waitFor(() => expect(codes()).toEqual([]));
  });

  it('name who calls through a PBX as the PBX does, without its domain', async () => {
    const { phone, register, session } = desk({
      workspace: { mode: 'pbx' },
      sip: { server: 'wss://pbx.example', uri: 'sip:carla@pbx.example;transport=ws' },
    });
    register();
    phone({
      type: 'call.offered',
      callId: 'call-1',
      contactId: null,
      name: null,
      address: 'sip:200@pbx.example',
      kind: 'voice',
    });
    await vi.waitFor(() =>
      expect(session.snapshot().calls[0]).toMatchObject({ name: '200', contactId: 'sip:200@pbx.example' }),
    );
  });

  it('are played through once before the first one, and nobody sees anything of that', async () => {
    const { register, clock, rows, commands, reported, session } = desk();
    register();
    expect(clock.pending).toBe(1);
    clock.advance(5_000);
    register();
    expect(clock.pending).toBe(0);
    await new Promise(setImmediate);
    expect(rows.size).toBe(0);
    expect(commands).toEqual([]);
    expect(reported).toEqual([]);
    expect(session.snapshot().calls).toEqual([]);
  });

  it('ring and are answered in the middle of the warm-up, which ends there', async () => {
    const { register, talk, clock, rows, commands } = desk();
    register();
    clock.advance(150);
    await talk('call-1');
    clock.advance(1_000);
    expect([...rows.keys()]).toEqual(['call-1']);
    expect(commands.map((command) => command.do)).toContain('answer');
  });
});
