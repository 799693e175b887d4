import type { PhoneAccount, PhoneBridge, PhoneCommand, PhoneDevices, PhoneToMain } from '#shared/contracts/phone.ts';
import { unreachable } from '#shared/never.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { createCallBook } from './calls/call-book.ts';
import type { PhoneCall } from './calls/phone-call.ts';
import { createCamera } from './media/camera.ts';
import { watchDevices } from './media/devices.ts';
import { createMeter } from './media/meter.ts';
import { createMicrophone } from './media/microphone.ts';
import { createPreview } from './media/preview.ts';
import { createRinger, outputDevice } from './media/ringer.ts';
import { createSilence } from './media/silence.ts';
import { createSilentContext } from './media/silent-context.ts';
import { createNotes } from './notes/notes.ts';
import { createPictures } from './pictures/pictures.ts';
import { createRecordings } from './recorder/recordings.ts';
import { startJsSipAgent } from './sip/jssip-agent.ts';
import type { SipAgent } from './sip/sip-agent.ts';
import type { OpenSocket } from './sip/wire-socket.ts';
import { createTickets } from './tickets.ts';

export interface PhoneSurroundings {
  readonly send: PhoneBridge['send'];
  readonly openSocket: OpenSocket;
}

/** The phone: takes commands of main, reports through `send`. It remembers nothing that main does not tell it. */
export interface Phone {
  /** Settles once, when the command is done or refused. Never rejects for a reason that a command can have. */
  command(command: PhoneCommand): Promise<Result<null>>;
  /** The way to a ui window, for pictures only; an earlier one is given up. */
  showPictures(port: MessagePort): void;
  stored(recordingId: string, sequence: number): void;
  /** The browser says the network is back. */
  networkBack(): void;
}

const systemDevices: PhoneDevices = { microphone: null, speaker: null, ringer: null, ringVolume: 0.8, camera: null };

export function createPhone({ send, openSocket }: PhoneSurroundings): Phone {
  const log = (level: 'info' | 'warn', text: string): void => send({ type: 'log', level, text: text.slice(0, 4000) });
  const warn = (text: string): void => log('warn', text);
  const newId = (): string => crypto.randomUUID();
  let agent: SipAgent | null = null;
  let choice = systemDevices;
  let changing: Promise<unknown> = Promise.resolve();

  const silent = createSilentContext(warn);
  const microphone = createMicrophone({
    silence: () => createSilence(silent),
    onProblem: (problem) => send({ type: 'device.problem', ...problem }),
  });
  const camera = createCamera();
  const pictures = createPictures(warn);
  const preview = createPreview(camera, pictures.place('own'));
  const ringer = createRinger(warn);
  const meter = createMeter(microphone, silent, (level) => send({ type: 'levels', callId: null, ...level }));
  const recordings = createRecordings(send, () => performance.now());
  const notes = createNotes({
    microphone,
    silent,
    camera,
    send,
    level: (level) => send({ type: 'levels', callId: null, ...level }),
    picture: pictures.place('own'),
    now: () => performance.now(),
  });
  const tickets = createTickets(send, newId);
  const devices = watchDevices((present) => {
    send({ type: 'devices', ...present });
    microphone.devicesChanged();
    camera.devicesChanged();
    applyDevices();
  }, warn);
  const speaker = (): string => outputDevice(choice.speaker, devices.current());
  const calls = createCallBook({
    send,
    microphone,
    camera,
    pictures,
    silent,
    recordings,
    outputDevice: speaker,
    log: warn,
  });

  const applyDevices = (): void => {
    ringer.use(choice, devices.current());
    microphone.prefer(choice.microphone);
    camera.prefer(choice.camera);
    calls.routeOutput(speaker());
  };

  /** One after the other: an agent that is still leaving must not meet its successor. */
  const afterwards = (step: () => Promise<Result<null>>): Promise<Result<null>> => {
    const result = changing.then(step);
    changing = result.catch(() => undefined);
    return result;
  };

  const configure = async (account: PhoneAccount): Promise<Result<null>> => {
    if (agent?.adopt(account) === true) return ok(null);
    const earlier = agent;
    agent = null;
    await earlier?.stop();
    const started = startJsSipAgent({
      account,
      ticket: tickets.ask,
      open: openSocket,
      random: Math.random,
      newId,
      events: { registration: (state) => send({ type: 'registration', ...state }), offered: calls.offered, log },
    });
    if (!started.ok) return started;
    agent = started.value;
    return ok(null);
  };

  const onCall = (
    callId: string,
    step: (call: PhoneCall) => Result<null> | Promise<Result<null>>,
  ): Result<null> | Promise<Result<null>> => {
    const call = calls.get(callId);
    return call === undefined ? fail('gone') : step(call);
  };

  const perform = (command: PhoneCommand): Result<null> | Promise<Result<null>> => {
    switch (command.do) {
      case 'configure':
        choice = command.devices;
        applyDevices();
        void devices.refresh();
        return afterwards(() => configure(command.account));
      case 'devices':
        choice = command.devices;
        applyDevices();
        return ok(null);
      case 'answer':
        void preview.set(false);
        return onCall(command.callId, (call) => call.answer(command.camera));
      case 'decline':
        return onCall(command.callId, (call) => call.decline(command.busy));
      case 'hangup':
        return onCall(command.callId, (call) => call.hangUp());
      case 'place':
        if (agent === null) return fail('offline', 'no account is configured');
        void preview.set(false);
        return calls.place(agent, command);
      case 'mute':
        return onCall(command.callId, (call) => call.mute(command.on));
      case 'hold':
        return onCall(command.callId, (call) => call.hold(command.on));
      case 'dtmf':
        return onCall(command.callId, (call) => call.dtmf(command.tones));
      case 'record':
        return onCall(command.callId, (call) => call.record(command.recordingId));
      case 'stopRecord':
        return calls.stopRecording(command.recordingId);
      case 'note.record':
        void preview.set(false);
        return notes.record(command);
      case 'note.stop':
        return notes.stop(command.noteId);
      case 'note.discard':
        return notes.discard(command.noteId);
      case 'camera':
        return onCall(command.callId, (call) => call.camera(command.on));
      case 'react':
        return onCall(command.callId, (call) => call.react(command.reaction));
      case 'preview':
        return preview.set(command.on);
      case 'ring':
        ringer.ring(command.tone);
        return ok(null);
      case 'meter':
        return meter.set(command.on);
      case 'testSound':
        ringer.test(command.device);
        return ok(null);
      case 'reconnect':
        agent?.reconnect();
        return ok(null);
      case 'ticket':
        tickets.answer(command.requestId, command.url);
        return ok(null);
      case 'shutdown':
        return afterwards(shutdown);
      default:
        return unreachable(command);
    }
  };

  const shutdown = async (): Promise<Result<null>> => {
    ringer.ring('none');
    devices.stop();
    const stopping = agent;
    agent = null;
    await stopping?.stop();
    await calls.settled();
    return ok(null);
  };

  return {
    command: async (command) => perform(command),
    showPictures: pictures.connect,
    stored: recordings.stored,
    networkBack: () => agent?.reconnect(),
  };
}

/** For failures that nothing else caught. */
export const failureLog = (where: string, error: unknown): PhoneToMain => ({
  type: 'log',
  level: 'error',
  text: `${where}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`.slice(0, 4000),
});
