import { vi } from 'vitest';
import type { CallEnd } from '../../src/renderer/phone/sip/call-end.ts';
import { startJsSipAgent } from '../../src/renderer/phone/sip/jssip-agent.ts';
import type { Offer } from '../../src/renderer/phone/sip/offer.ts';
import type { RegistrationState } from '../../src/renderer/phone/sip/registration-keeper.ts';
import type { SipAgent, SipCall, SipCallEvents } from '../../src/renderer/phone/sip/sip-agent.ts';
import type { PhoneAccount } from '../../src/shared/contracts/phone.ts';
import { stubWebRtc } from './sip-peer-connection.ts';
import { SipServer } from './sip-server.ts';

export const pbxAccount: PhoneAccount = {
  mode: 'pbx',
  server: 'ws://127.0.0.1:5066/ws',
  uri: 'sip:eva@example.com',
  displayName: 'Eva',
  username: 'eva',
  password: 'sesame',
  instanceId: '7b1e2a52-8d65-4f5c-9b1f-1c6f6f3f6a10',
  iceServers: [],
  video: false,
};

export const gatewayAccount: PhoneAccount = { ...pbxAccount, mode: 'gateway', username: null, password: null };

/** What a call said, in order. */
export interface CallLog {
  readonly said: string[];
  end: CallEnd | null;
}

export interface Desk {
  readonly agent: SipAgent;
  readonly server: SipServer;
  readonly registrations: RegistrationState[];
  readonly offers: { readonly offer: Offer; readonly call: SipCall; readonly log: CallLog }[];
  readonly tickets: { asked: number; url: string | null };
}

export function callLog(): { readonly log: CallLog; readonly events: SipCallEvents } {
  const log: CallLog = { said: [], end: null };
  return {
    log,
    events: {
      ringing: () => log.said.push('ringing'),
      connection: () => log.said.push('connection'),
      accepted: () => log.said.push('accepted'),
      media: (state) => log.said.push(`media ${state}`),
      held: (by, on) => log.said.push(`held ${by} ${on}`),
      videoLine: () => log.said.push('video line'),
      takesReactions: () => log.said.push('takes reactions'),
      reaction: (reaction) => log.said.push(`reaction ${reaction}`),
      ended: (end) => {
        log.said.push(`ended ${end.by} ${end.cause}`);
        log.end = end;
      },
    },
  };
}

/** JsSIP as it is, between a server that speaks SIP text and a browser that is none; time stands until the test moves it. */
export function openDesk(account: PhoneAccount = pbxAccount, server = new SipServer()): Desk {
  vi.useFakeTimers();
  stubWebRtc();
  const registrations: RegistrationState[] = [];
  const offers: Desk['offers'] = [];
  const tickets: Desk['tickets'] = { asked: 0, url: 'ws://127.0.0.1:5066/ws?ticket=1' };
  let ids = 0;
  const started = startJsSipAgent({
    account,
    ticket: async () => {
      tickets.asked += 1;
      return tickets.url;
    },
    open: server.open,
    random: () => 0.5,
    newId: () => {
      ids += 1;
      return `made-${ids}`;
    },
    events: {
      registration: (state) => registrations.push(state),
      offered: (offer, call) => {
        const { log, events } = callLog();
        offers.push({ offer, call, log });
        return events;
      },
      log: () => {},
    },
  });
  if (!started.ok) throw new Error(started.error.detail);
  return { agent: started.value, server, registrations, offers, tickets };
}

/** A desk that is registered. */
export async function registeredDesk(account: PhoneAccount = pbxAccount): Promise<Desk> {
  const desk = openDesk(account);
  await pass(500);
  if (desk.registrations.at(-1)?.state !== 'registered') throw new Error('not registered');
  return desk;
}

/** Lets time pass, with everything that falls due. */
export const pass = (milliseconds: number): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds);
