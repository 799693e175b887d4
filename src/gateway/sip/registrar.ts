import type { Clock } from '../platform/clock.ts';
import type { ResponseParts } from './build.ts';
import type { Flow } from './flow.ts';
import { parseCount } from './grammar.ts';
import type { Binding, Location } from './location.ts';
import { type Header, headerValue, headerValues, type SipRequest } from './message.ts';
import { formatNameAddress, type NameAddress } from './name-address.ts';
import { parameter } from './parameters.ts';
import { addressList } from './parse.ts';
import { decodeUser, parseSipUri } from './uri.ts';

/** Seconds. Below 10 a phone would do little else than register; JsSIP itself never asks for less. */
export const registrationSeconds = { shortest: 10, usual: 600, longest: 3_600 } as const;

const bindingsPerAgent = 10;

export interface Registered {
  readonly status: number;
  readonly parts: Omit<ResponseParts, 'toTag'>;
}

const refuse = (status: number, reason: string, headers: readonly Header[] = []): Registered => ({
  status,
  parts: { reason, headers },
});

/**
 * Handles a REGISTER of the flow's agent (RFC 3261 §10.3): one address of record each, several phones. A phone that comes back with
 * the same `+sip.instance` and `reg-id` replaces its old binding (RFC 5626 §6), whatever Contact it has now.
 */
export function register(
  request: SipRequest,
  flow: Flow,
  agentId: string,
  location: Location,
  clock: Clock,
): Registered {
  const record = parseSipUri(request.to.uri);
  if (record === null || decodeUser(record) !== agentId) return refuse(403, 'Not your address of record');
  const wildcard = headerValues(request, 'Contact').includes('*');
  if (wildcard) return unregisterAll(request, agentId, location);
  const contacts = addressList(request, 'Contact');
  if (contacts === null) return refuse(400, 'Malformed Contact');
  const now = clock.monotonic();
  const changes: { readonly binding: Binding; readonly seconds: number }[] = [];
  for (const contact of contacts) {
    const seconds = lifetime(request, contact);
    if (seconds === null) return refuse(400, 'Malformed expiry');
    if (seconds > 0 && seconds < registrationSeconds.shortest) {
      return refuse(423, 'Interval Too Brief', [{ name: 'Min-Expires', value: String(registrationSeconds.shortest) }]);
    }
    if (parseSipUri(contact.uri) === null) return refuse(400, 'Contact is no SIP address');
    const binding = bindingOf(request, contact, flow, agentId, now + seconds * 1000);
    if (isOutdated(location.find(agentId, binding.device), request)) return refuse(500, 'Out of order');
    changes.push({ binding, seconds });
  }
  const kept = new Set(
    [...location.bindings(agentId), ...changes.map(({ binding }) => binding)].map(({ device }) => device),
  );
  if (kept.size > bindingsPerAgent) return refuse(403, 'Too many phones registered');
  for (const { binding, seconds } of changes) {
    if (seconds === 0) location.remove(agentId, binding.device);
    else {
      flow.device = binding.device;
      location.put(binding);
    }
  }
  return { status: 200, parts: { headers: listing(location.bindings(agentId), now) } };
}

function unregisterAll(request: SipRequest, agentId: string, location: Location): Registered {
  const alone = headerValues(request, 'Contact').length === 1;
  if (!alone || headerValue(request, 'Expires') !== '0')
    return refuse(400, 'Contact * needs Expires: 0 and nothing else');
  const bindings = location.bindings(agentId);
  if (bindings.some((binding) => isOutdated(binding, request))) return refuse(500, 'Out of order');
  for (const { device } of bindings) location.remove(agentId, device);
  return { status: 200, parts: {} };
}

/** RFC 3261 §10.3 step 7: within one Call-ID, CSeq grows. */
const isOutdated = (known: Binding | undefined, request: SipRequest): boolean =>
  known !== undefined && known.callId === request.callId && known.cseq >= request.cseq;

/** Seconds asked for, at most the longest allowed; null where malformed. */
function lifetime(request: SipRequest, contact: NameAddress): number | null {
  const own = parameter(contact.parameters, 'expires');
  const text = own ?? headerValue(request, 'Expires') ?? String(registrationSeconds.usual);
  const seconds = own === null ? null : parseCount(text, Number.MAX_SAFE_INTEGER);
  return seconds === null ? null : Math.min(seconds, registrationSeconds.longest);
}

function bindingOf(request: SipRequest, contact: NameAddress, flow: Flow, agentId: string, expiresAt: number): Binding {
  const instance = parameter(contact.parameters, '+sip.instance');
  const device = instance ? `${instance} ${parameter(contact.parameters, 'reg-id') ?? ''}` : contact.uri;
  const parameters = contact.parameters.filter(({ name }) => name !== 'expires');
  const { callId, cseq } = request;
  return { agentId, device, contact: contact.uri, parameters, flow, expiresAt, callId, cseq };
}

/** Every binding that stands, with what is left of its time: JsSIP ignores a 200 without its own Contact. */
const listing = (bindings: readonly Binding[], now: number): readonly Header[] =>
  bindings.map(({ contact, parameters, expiresAt }) => {
    // Whole milliseconds: the last binary digit of a difference must not make a second of its own.
    const left = Math.round(expiresAt - now);
    const expires = { name: 'expires', value: String(Math.max(0, Math.ceil(left / 1000))) };
    return {
      name: 'Contact',
      value: formatNameAddress({ displayName: null, uri: contact, parameters: [...parameters, expires] }),
    };
  });
