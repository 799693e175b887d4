import { type MainToPhone, type PhoneBridge, phoneProtocolVersion } from '#shared/contracts/phone.ts';
import { picturesPortMessage } from '#shared/contracts/pictures.ts';
import { unreachable } from '#shared/never.ts';
import { type Failure, fail } from '#shared/result.ts';
import { createPhone, failureLog, type Phone } from './phone.ts';
import { openWebSocket } from './sip/wire-socket.ts';

declare global {
  interface Window {
    readonly phoneLink: PhoneBridge;
  }
}

start(window.phoneLink);

function start({ send, listen }: PhoneBridge): void {
  window.addEventListener('error', ({ error, message }) => send(failureLog('uncaught', error ?? message)));
  window.addEventListener('unhandledrejection', ({ reason }) => send(failureLog('unhandled', reason)));
  const phone = createPhone({ send, openSocket: openWebSocket });
  window.addEventListener('online', () => phone.networkBack());
  window.addEventListener('message', ({ source, data, ports: [port] }) => {
    if (source === window && data === picturesPortMessage && port !== undefined) phone.showPictures(port);
  });

  listen((message: MainToPhone) => {
    switch (message.type) {
      case 'command':
        void run(phone, message.command).then((error) => send({ type: 'command.done', id: message.id, error }));
        return;
      case 'chunk.stored':
        phone.stored(message.recordingId, message.sequence);
        return;
      case 'ping':
        send({ type: 'pong', id: message.id });
        return;
      default:
        unreachable(message);
    }
  });
  send({ type: 'ready', version: phoneProtocolVersion });
}

async function run(phone: Phone, command: Parameters<Phone['command']>[0]): Promise<Failure | null> {
  try {
    const result = await phone.command(command);
    if (result.ok) return null;
    return fail(result.error.code, result.error.detail?.slice(0, 2000)).error;
  } catch (error) {
    return fail('internal', String(error).slice(0, 2000)).error;
  }
}
