/** JsSIP as its documentation shows it: what an answer costs without anything around it. */
import { UA, WebSocketInterface } from 'jssip';
import type { RTCSession } from 'jssip/lib/RTCSession';
import type { IncomingRTCSessionEvent } from 'jssip/lib/UA';

export interface BarePhone {
  readonly register: () => void;
  readonly unregister: () => void;
}

declare global {
  interface Window {
    barePhone?: BarePhone;
  }
}

const element = <Kind extends HTMLElement>(id: string): Kind => document.getElementById(id) as Kind;
const answer = element<HTMLButtonElement>('answer');
const end = element<HTMLButtonElement>('end');
const query = new URLSearchParams(location.search);
const contact = new Audio();
const say = (state: string): void => {
  element('state').textContent = state;
};

const agent = new UA({
  sockets: new WebSocketInterface(query.get('server') ?? ''),
  uri: query.get('uri') ?? '',
  session_timers: false,
});
agent.on('registered', () => say('registered'));
agent.on('unregistered', () => say('unregistered'));
agent.on('registrationFailed', ({ cause }) => say(`failed: ${cause}`));

let ringing: RTCSession | null = null;
let active: RTCSession | null = null;
agent.on('newRTCSession', ({ session }: IncomingRTCSessionEvent) => {
  ringing = session;
  answer.disabled = false;
  const over = () => {
    if (ringing === session) answer.disabled = true;
    if (active === session) end.disabled = true;
  };
  session.on('ended', over);
  session.on('failed', over);
  session.on('peerconnection', ({ peerconnection }) => {
    peerconnection.addEventListener('track', ({ track }) => {
      contact.srcObject = new MediaStream([track]);
      void contact.play();
    });
  });
});
answer.addEventListener('click', () => {
  active = ringing;
  answer.disabled = true;
  end.disabled = false;
  active?.answer({ mediaConstraints: { audio: true, video: false } });
});
end.addEventListener('click', () => active?.terminate());

window.barePhone = { register: () => agent.register(), unregister: () => agent.unregister() };
agent.start();
