import { vi } from 'vitest';
import { createPhone, type Phone } from '../../src/renderer/phone/phone.ts';
import type { PhoneAccount, PhoneDevices, PhoneEvent, PhoneToMain } from '../../src/shared/contracts/phone.ts';
import { phoneToMain } from '../../src/shared/contracts/phone.ts';
import { type FakeMediaDevices, stubBrowser } from './sip-browser.ts';
import { pass, pbxAccount } from './sip-desk.ts';
import { Caller } from './sip-far-end.ts';
import { lastPeerConnection } from './sip-peer-connection.ts';
import { SipServer } from './sip-server.ts';

export const noChoice: PhoneDevices = { microphone: null, speaker: null, ringer: null, ringVolume: 0.8, camera: null };

export interface PhoneBench {
  readonly phone: Phone;
  readonly server: SipServer;
  readonly devices: FakeMediaDevices;
  readonly said: PhoneToMain[];
  /** Everything of one type that was said. */
  of<Type extends PhoneToMain['type']>(type: Type): readonly PhoneEvent<Type>[];
}

/** The whole phone between a main process, a browser and a server that the test plays. Every message is checked against the contract. */
export async function openPhone(
  choice: PhoneDevices = noChoice,
  account: PhoneAccount = pbxAccount,
): Promise<PhoneBench> {
  vi.useFakeTimers();
  const devices = stubBrowser();
  const server = new SipServer();
  const said: PhoneToMain[] = [];
  const phone = createPhone({ send: (message) => said.push(phoneToMain.parse(message)), openSocket: server.open });
  await phone.command({ do: 'configure', account, devices: choice });
  await pass(500);
  return {
    phone,
    server,
    devices,
    said,
    of: <Type extends PhoneToMain['type']>(type: Type) =>
      said.filter((message): message is PhoneEvent<Type> => message.type === type),
  };
}

export const callId = 'call-1';

export async function ringing(bench: PhoneBench, kind: 'voice' | 'video' = 'voice'): Promise<Caller> {
  const id = `invite-${bench.server.responses('INVITE').length + 1}`;
  const caller = new Caller(bench.server, {
    id,
    headers: [`X-Cornetta-Call-Id: ${callId}`, `X-Cornetta-Call-Kind: ${kind}`],
  }).invite();
  await pass(5);
  return caller;
}

export async function talking(bench: PhoneBench, kind: 'voice' | 'video' = 'voice', camera = false): Promise<Caller> {
  const caller = await ringing(bench, kind);
  const answered = bench.phone.command({ do: 'answer', callId, camera });
  await pass(100);
  const result = await answered;
  if (!result.ok) throw new Error(result.error.code);
  caller.ack();
  await pass(5);
  lastPeerConnection().become('connected');
  return caller;
}
