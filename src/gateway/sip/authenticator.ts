import { randomBytes } from 'node:crypto';
import type { Clock } from '../platform/clock.ts';
import { type DigestAlgorithm, digestAlgorithms, digestResponse, parseDigestHeader, sameSecret } from './digest.ts';
import type { Flow } from './flow.ts';
import { type Header, headerValues, type SipRequest } from './message.ts';

/** A phone that signs in without a ticket. */
export interface DigestUser {
  readonly agentId: string;
  readonly username: string;
  readonly password: string;
}

export type Verdict =
  | { readonly kind: 'known'; readonly agentId: string }
  | { readonly kind: 'challenge'; readonly headers: readonly Header[] }
  /** Wrong too often: nothing more is accepted over this flow. */
  | { readonly kind: 'refused' };

const nonceLifetimeMs = 300_000;
const noncesPerFlow = 8;
const failuresPerFlow = 5;

interface Nonce {
  readonly value: string;
  readonly expiresAt: number;
  /** Highest counter seen: a lower or equal one is a replay. */
  counter: number;
}

interface FlowState {
  nonces: readonly Nonce[];
  failures: number;
}

/**
 * Digest authentication (RFC 3261 §22, RFC 7616, RFC 8760) with `qop=auth`. A nonce is good for the flow that it was issued to, for
 * five minutes, with growing counters.
 */
export class Authenticator {
  private readonly realm: string;
  private readonly users: ReadonlyMap<string, DigestUser>;
  private readonly clock: Clock;
  private readonly flows = new WeakMap<Flow, FlowState>();

  constructor(realm: string, users: readonly DigestUser[], clock: Clock) {
    this.realm = realm;
    this.users = new Map(users.map((user) => [user.username, user]));
    this.clock = clock;
  }

  check(request: SipRequest, flow: Flow): Verdict {
    const state = this.flows.get(flow) ?? { nonces: [], failures: 0 };
    this.flows.set(flow, state);
    if (state.failures >= failuresPerFlow) return { kind: 'refused' };
    const offered = headerValues(request, 'Authorization').map(parseDigestHeader);
    const credentials = offered.find((candidate) => candidate?.realm === this.realm);
    if (credentials === undefined || credentials === null) return this.challenge(state, false);
    const now = this.clock.monotonic();
    const nonce = state.nonces.find(({ value, expiresAt }) => value === credentials.nonce && expiresAt > now);
    if (nonce === undefined) return this.challenge(state, true);
    const agentId = this.verify(credentials, nonce, request);
    if (agentId !== null) return { kind: 'known', agentId };
    state.failures += 1;
    return state.failures >= failuresPerFlow ? { kind: 'refused' } : this.challenge(state, false);
  }

  private verify(credentials: Readonly<Record<string, string>>, nonce: Nonce, request: SipRequest): string | null {
    const { username = '', response = '', uri = '', qop, nc = '', cnonce = '' } = credentials;
    const algorithm = algorithmOf(credentials.algorithm);
    const counter = /^[0-9a-f]{8}$/i.test(nc) ? Number.parseInt(nc, 16) : 0;
    if (algorithm === null || qop !== 'auth' || cnonce === '' || uri !== request.uri || counter <= nonce.counter)
      return null;
    const user = this.users.get(username);
    const expected = digestResponse({
      algorithm,
      username,
      realm: this.realm,
      // An unknown name costs the same work as a known one.
      password: user?.password ?? nonce.value,
      method: request.method,
      uri,
      nonce: nonce.value,
      qop: { value: 'auth', nc, cnonce },
    });
    if (!sameSecret(expected, response.toLowerCase()) || user === undefined) return null;
    nonce.counter = counter;
    return user.agentId;
  }

  private challenge(state: FlowState, stale: boolean): Verdict {
    const now = this.clock.monotonic();
    const fresh: Nonce = { value: randomBytes(24).toString('base64url'), expiresAt: now + nonceLifetimeMs, counter: 0 };
    state.nonces = [...state.nonces.filter(({ expiresAt }) => expiresAt > now), fresh].slice(-noncesPerFlow);
    const tail = stale ? ', stale=true' : '';
    return {
      kind: 'challenge',
      headers: digestAlgorithms.map((algorithm) => ({
        name: 'WWW-Authenticate',
        value: `Digest realm="${this.realm}", nonce="${fresh.value}", algorithm=${algorithm}, qop="auth"${tail}`,
      })),
    };
  }
}

function algorithmOf(name: string | undefined): DigestAlgorithm | null {
  if (name === undefined) return 'MD5';
  return digestAlgorithms.find((algorithm) => algorithm === name.toUpperCase()) ?? null;
}
