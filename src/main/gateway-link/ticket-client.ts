import { type TicketReply, ticketReply } from '#shared/contracts/agent.ts';
import type { Clock } from '../platform/clock.ts';
import type { GatewayTime } from './gateway-time.ts';

export type TicketOutcome =
  | { readonly ok: true; readonly reply: TicketReply }
  /** `refused`: the gateway knows no such token. `failed`: it cannot be reached or does not speak the contract; may pass. */
  | { readonly ok: false; readonly kind: 'refused' | 'failed'; readonly reason: string };

/** A gateway that is there answers at once; a silent firewall never does. */
const limitMs = 4000;
const maxReplyLength = 16_384;

/** `POST /tickets`. Never rejects. @param signal gives up early */
export async function requestTickets(options: {
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly time: GatewayTime;
  readonly address: string;
  readonly token: string;
  readonly signal: AbortSignal;
}): Promise<TicketOutcome> {
  const limit = new AbortController();
  const cancel = options.clock.after(limitMs, () => limit.abort());
  const asked = options.time.mark();
  try {
    const response = await options.fetch(options.address, {
      method: 'POST',
      headers: { Authorization: `Bearer ${options.token}` },
      redirect: 'error',
      signal: AbortSignal.any([limit.signal, options.signal]),
    });
    const text = await response.text();
    if (response.status === 401 || response.status === 403) {
      return { ok: false, kind: 'refused', reason: 'the gateway refuses the token' };
    }
    if (!response.ok) return failed(`the gateway answers ${response.status}`);
    const parsed = text.length > maxReplyLength ? null : ticketReply.safeParse(JSON.parse(text));
    if (!parsed?.success) return failed('the gateway sends no tickets');
    options.time.learn(asked, parsed.data.at);
    return { ok: true, reply: parsed.data };
  } catch (error) {
    if (limit.signal.aborted) return failed('the gateway does not answer');
    return failed(error instanceof SyntaxError ? 'the gateway sends no tickets' : `no connection (${causeOf(error)})`);
  } finally {
    cancel();
  }
}

const failed = (reason: string): TicketOutcome => ({ ok: false, kind: 'failed', reason });

/** fetch hides the system's error behind "fetch failed". */
function causeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return cause instanceof Error ? cause.name : 'unknown';
}
