/** What the link to the phone window offers and needs. */
import type { PhoneAccount, PhoneCommand, PhoneDevices, PhoneEvent, PhoneToMain } from '#shared/contracts/phone.ts';
import type { Result } from '#shared/result.ts';
import type { Clock } from '../platform/clock.ts';
import type { MainLog } from '../platform/log-port.ts';
import type { PhonePort } from './phone-port.ts';

export type PhoneLinkState = 'detached' | 'connecting' | 'ready';

/** Why a phone window that is there cannot be used. */
export type Breakage =
  /** it did not say `ready` in time */
  | 'handshake'
  /** it speaks another version of the contract */
  | 'version'
  /** it does not answer any more */
  | 'stalled'
  /** too many messages that do not fit the contract */
  | 'protocol'
  /** its end of the port closed, and nobody said why */
  | 'closed';

export interface PhoneLinkOptions {
  /** Sent first to every new window, and again by `configure`. null: there is no account yet. */
  readonly configuration: () => { readonly account: PhoneAccount; readonly devices: PhoneDevices } | null;
  /** A whole WebSocket address with a fresh ticket; null: none can be had now. */
  readonly ticket: () => Promise<string | null>;
  /** Resolves when the chunk is on disk. A chunk that could not be stored is not confirmed; the phone sends it again. */
  readonly storeChunk: (chunk: PhoneEvent<'record.chunk'>) => Promise<Result<null>>;
  /** The window said `ready` and has its configuration. */
  readonly onReady: () => void;
  /** A window that was attached is not any more, for whatever reason. Every open command is answered with `offline`. */
  readonly onLost: (reason: string) => void;
  /** The attached window is of no use (told after `onLost`): it must be started anew. */
  readonly onBroken: (breakage: Breakage) => void;
  readonly clock: Pick<Clock, 'monotonic' | 'after'>;
  readonly log: MainLog;
  readonly limits?: Partial<PhoneLinkLimits>;
}

export interface PhoneLinkLimits {
  readonly handshakeMs: number;
  readonly pingMs: number;
  /** Losing a window loses its calls: a busy moment must not look like a hang. */
  readonly silentMs: number;
  /** A port closes together with its window, and the window knows better why: so long it may tell. */
  readonly closedMs: number;
  readonly violations: number;
  readonly violationsWithinMs: number;
}

export const defaultLimits: PhoneLinkLimits = {
  handshakeMs: 20_000,
  pingMs: 2_000,
  silentMs: 10_000,
  closedMs: 2_000,
  violations: 5,
  violationsWithinMs: 60_000,
};

export interface PhoneLink {
  state(): PhoneLinkState;
  /** Takes the port of a window that has loaded; an earlier one is lost. */
  attach(port: PhonePort): void;
  /** The window is gone, or is to be left alone. */
  detach(reason: string): void;
  /** Answered exactly once: by the window, by `timeout`, or by `offline` where no window is ready. Never rejects. */
  send(command: PhoneCommand): Promise<Result<null>>;
  /** The account or the devices are others now. Without a window nothing is to be done: the next one gets them. */
  configure(): Promise<Result<null>>;
  /** @returns the unsubscribe function */
  on<Type extends PhoneToMain['type']>(type: Type, listener: (message: PhoneEvent<Type>) => void): () => void;
  /** Every valid message, before the listeners of its type. */
  onMessage(listener: (message: PhoneToMain) => void): () => void;
}
