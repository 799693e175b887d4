import {
  type MainToPhone,
  type PhoneCommand,
  type PhoneEvent,
  type PhoneToMain,
  phoneToMain,
} from '#shared/contracts/phone.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { type Heartbeat, startHeartbeat } from './heartbeat.ts';
import { type Breakage, defaultLimits, type PhoneLink, type PhoneLinkOptions } from './link-contract.ts';
import { createPendingCommands } from './pending-commands.ts';
import type { PhonePort } from './phone-port.ts';
import { createViolations, type Violations } from './violations.ts';

/** One life of a phone window. */
interface Attachment {
  readonly port: PhonePort;
  readonly violations: Violations;
  isReady: boolean;
  heartbeat: Heartbeat | null;
  cancelHandshake: () => void;
}

/** The link between main and whatever phone window lives: handshake, heartbeat, commands and their answers, checked messages. */
export function createPhoneLink(options: PhoneLinkOptions): PhoneLink {
  const { clock, log } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const pending = createPendingCommands(clock);
  const listeners = new Set<(message: PhoneToMain) => void>();
  let current: Attachment | null = null;
  let cancelReport = (): void => undefined;

  function attach(port: PhonePort): void {
    detach('replaced by another window');
    const attachment: Attachment = {
      port,
      violations: createViolations(limits.violations, limits.violationsWithinMs),
      isReady: false,
      heartbeat: null,
      cancelHandshake: clock.after(limits.handshakeMs, () => breakDown(attachment, 'handshake')),
    };
    current = attachment;
    // What a dead window left in its port must not be taken for the new one's words.
    port.onClose(() => {
      if (current !== attachment) return;
      detach('its port closed');
      cancelReport = clock.after(limits.closedMs, () => options.onBroken('closed'));
    });
    port.onMessage((data) => {
      if (current === attachment) receive(attachment, data);
    });
  }

  function detach(reason: string): void {
    cancelReport();
    const lost = current;
    if (lost === null) return;
    current = null;
    lost.cancelHandshake();
    lost.heartbeat?.stop();
    lost.port.close();
    pending.failAll('offline', reason);
    options.onLost(reason);
  }

  function breakDown(attachment: Attachment, breakage: Breakage): void {
    if (current !== attachment) return;
    log.error('the phone window is of no use', { breakage });
    detach(breakage);
    options.onBroken(breakage);
  }

  function receive(attachment: Attachment, data: unknown): void {
    const parsed = phoneToMain.safeParse(data);
    if (parsed.success) {
      attachment.heartbeat?.heard();
      handle(attachment, parsed.data);
      return;
    }
    if (isReadyOfOtherVersion(data)) {
      breakDown(attachment, 'version');
      return;
    }
    violate(attachment, parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
  }

  function violate(attachment: Attachment, what: string): void {
    log.error('the phone window broke the contract', { what: what.slice(0, 500) });
    if (attachment.violations.count(clock.monotonic())) breakDown(attachment, 'protocol');
  }

  function handle(attachment: Attachment, message: PhoneToMain): void {
    switch (message.type) {
      case 'ready':
        becomeReady(attachment);
        break;
      case 'command.done':
        if (!pending.answer(message.id, message.error)) violate(attachment, `command.done: no command ${message.id}`);
        break;
      case 'ticket.wanted':
        void giveTicket(message.requestId);
        break;
      case 'record.chunk':
        void store(attachment, message);
        break;
      case 'log':
        log[message.level](`phone window: ${message.text}`);
        break;
      default:
        break;
    }
    for (const listener of listeners) tell(listener, message);
  }

  function tell(listener: (message: PhoneToMain) => void, message: PhoneToMain): void {
    try {
      listener(message);
    } catch (error) {
      log.error('a listener of the phone link threw', { type: message.type, error: String(error) });
    }
  }

  function becomeReady(attachment: Attachment): void {
    if (attachment.isReady) {
      violate(attachment, 'ready: said twice');
      return;
    }
    attachment.isReady = true;
    attachment.cancelHandshake();
    attachment.heartbeat = startHeartbeat({
      clock,
      intervalMs: limits.pingMs,
      silentMs: limits.silentMs,
      beat: beats((id) => post(attachment, { type: 'ping', id })),
      onSilent: () => breakDown(attachment, 'stalled'),
    });
    void configure();
    options.onReady();
  }

  /** False where the message did not leave. */
  function post(attachment: Attachment, message: MainToPhone): boolean {
    if (current !== attachment) return false;
    try {
      attachment.port.postMessage(message);
      return true;
    } catch (error) {
      log.error('a message to the phone window could not be posted', { type: message.type, error: String(error) });
      return false;
    }
  }

  async function send(command: PhoneCommand): Promise<Result<null>> {
    const attachment = current;
    if (attachment === null || !attachment.isReady) return fail('offline', 'no phone window is ready');
    const { id, result } = pending.open(command.do);
    if (!post(attachment, { type: 'command', id, command })) pending.answer(id, fail('internal', 'not posted').error);
    return result;
  }

  async function configure(): Promise<Result<null>> {
    const configuration = options.configuration();
    if (configuration === null || current?.isReady !== true) return ok(null);
    const result = await send({ do: 'configure', ...configuration });
    if (!result.ok) log.error('the phone window could not be configured', { ...result.error });
    return result;
  }

  async function giveTicket(requestId: string): Promise<void> {
    let url: string | null = null;
    try {
      url = await options.ticket();
    } catch (error) {
      log.error('getting a ticket threw', { error: String(error) });
    }
    await send({ do: 'ticket', requestId, url });
  }

  async function store(attachment: Attachment, chunk: PhoneEvent<'record.chunk'>): Promise<void> {
    const { recordingId, sequence } = chunk;
    const stored = await storeSafely(chunk);
    if (stored.ok) post(attachment, { type: 'chunk.stored', recordingId, sequence });
    else log.warn('a chunk could not be stored', { recordingId, sequence, ...stored.error });
  }

  async function storeSafely(chunk: PhoneEvent<'record.chunk'>): Promise<Result<null>> {
    try {
      return await options.storeChunk(chunk);
    } catch (error) {
      return fail('storage', String(error));
    }
  }

  function onMessage(listener: (message: PhoneToMain) => void): () => void {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  return {
    state: () => (current === null ? 'detached' : current.isReady ? 'ready' : 'connecting'),
    attach,
    detach,
    send,
    configure,
    onMessage,
    on: (type, listener) =>
      onMessage((message) => {
        if (isOfType(message, type)) listener(message);
      }),
  };
}

/** Numbers the beats. */
function beats(beat: (id: number) => void): () => void {
  let id = 0;
  return () => {
    id += 1;
    beat(id);
  };
}

function isOfType<Type extends PhoneToMain['type']>(message: PhoneToMain, type: Type): message is PhoneEvent<Type> {
  return message.type === type;
}

function isReadyOfOtherVersion(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'type' in data && data.type === 'ready';
}
