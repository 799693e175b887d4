/** A phone link on a simulated clock, with the window's end of the channel in memory. */
import { SimulatedClock } from 'xstate';
import type { MainToPhone, PhoneCommand, PhoneEvent, PhoneToMain } from '#shared/contracts/phone.ts';
import { ok } from '#shared/result.ts';
import type { PhoneLinkOptions } from '../../../src/main/phone/link-contract.ts';
import { createPhoneLink } from '../../../src/main/phone/phone-link.ts';
import type { PhonePort } from '../../../src/main/phone/phone-port.ts';

/** The window's end of a channel in memory. */
export class FakePort implements PhonePort {
  readonly received: MainToPhone[] = [];
  closed = false;
  breaks = false;
  #listener: (data: unknown) => void = () => {};
  #onClose: () => void = () => {};

  postMessage(message: MainToPhone): void {
    if (this.breaks) throw new Error('DataCloneError');
    this.received.push(message);
  }
  onMessage(listener: (data: unknown) => void): void {
    this.#listener = listener;
  }
  onClose(listener: () => void): void {
    this.#onClose = listener;
  }
  close(): void {
    this.closed = true;
  }

  say(message: PhoneToMain): void {
    this.#listener(message);
  }
  sayAnything(data: unknown): void {
    this.#listener(data);
  }
  die(): void {
    this.#onClose();
  }
  commands(): PhoneCommand[] {
    return this.received.flatMap((message) => (message.type === 'command' ? [message.command] : []));
  }
  idOf(name: PhoneCommand['do']): number {
    const found = this.received.findLast((message) => message.type === 'command' && message.command.do === name);
    return found?.type === 'command' ? found.id : -1;
  }
  pings(): number {
    return this.received.filter(({ type }) => type === 'ping').length;
  }
}

export const account = {
  mode: 'gateway',
  server: 'wss://gateway.example/sip',
  uri: 'sip:anna@gateway.example',
  displayName: 'Anna',
  username: null,
  password: null,
  instanceId: 'x',
  iceServers: [],
  video: false,
} as const;
export const devices = { microphone: null, speaker: null, ringer: null, ringVolume: 0.5, camera: null };

export const chunk = (sequence: number): PhoneEvent<'record.chunk'> => ({
  type: 'record.chunk',
  recordingId: 'a',
  sequence,
  data: new Uint8Array([1, 2, 3]),
  peaksAgent: new Int8Array(2),
  peaksContact: new Int8Array(2),
});

/** Lets promises settle. */
export async function turn(): Promise<void> {
  for (let index = 0; index < 10; index += 1) await Promise.resolve();
}

export function createBench(change: Partial<PhoneLinkOptions> = {}) {
  const clock = new SimulatedClock();
  const told: string[] = [];
  const logged: string[] = [];
  const log = (text: string): void => void logged.push(text);
  const link = createPhoneLink({
    configuration: () => ({ account, devices }),
    ticket: async () => 'wss://gateway.example/sip?ticket=1',
    storeChunk: async () => ok(null),
    onReady: () => void told.push('ready'),
    onLost: (reason) => void told.push(`lost: ${reason}`),
    onBroken: (breakage) => void told.push(`broken: ${breakage}`),
    clock: {
      monotonic: () => clock.now(),
      after: (ms, run) => {
        const id = clock.setTimeout(run, ms);
        return () => clock.clearTimeout(id);
      },
    },
    log: { info: log, warn: log, error: log },
    ...change,
  });
  const attach = (): FakePort => {
    const port = new FakePort();
    link.attach(port);
    return port;
  };
  const ready = (): FakePort => {
    const port = attach();
    port.say({ type: 'ready', version: 2 });
    return port;
  };
  return { clock, told, logged, link, attach, ready };
}
