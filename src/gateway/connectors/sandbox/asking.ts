import { fail, ok, type Result } from '#shared/result.ts';
import type { Clock, Timer } from '../../platform/clock.ts';
import type { Connector, ConnectorEvents, PermissionNews, ProviderRefusal } from '../connector.ts';
import type { Cast } from './cast.ts';

export type Request = Parameters<Connector['requestPermission']>[0];

/** Contacts that are asked whether they may be called, and say what stands in `asked` of the scenario. Each request is answered once. */
export function createAsking(context: {
  readonly cast: Cast;
  readonly clock: Clock;
  readonly events: ConnectorEvents;
}): {
  ask(request: Request): Result<ProviderRefusal | null>;
  /** A request that an earlier life of the gateway has taken. */
  resume(request: Request): void;
  stop(): void;
} {
  const { cast, clock, events } = context;
  const asked = new Map<string, Timer>();

  const answer = (
    { id, contactId, at: askedAt }: Request,
    verb: 'grant' | 'decline',
    term: 'permanent' | 'temporary',
  ) => {
    // Never before the request, which carries the time at which it was judged.
    const at = Math.max(askedAt, clock.now() + cast.aheadMs());
    const news = { id: `${id}/answer`, contactId, at, initial: false } as const;
    const said: PermissionNews =
      verb === 'grant'
        ? { ...news, answer: 'granted', term, until: null, source: 'contact' }
        : { ...news, answer: 'declined' };
    events.permission(said);
  };

  const take = (request: Request): Result<null> => {
    const contact = cast.find(request.contactId);
    if (contact === null) return fail('not-found', 'no such contact');
    const { asked: does, term } = contact;
    if (does.do === 'ignore' || asked.has(request.id)) return ok(null);
    const timer = clock.setTimeout(() => answer(request, does.answer, term), does.afterMs);
    asked.set(request.id, timer);
    return ok(null);
  };

  return {
    ask: (request) => {
      const refusal = cast.refusal(request.contactId, 'request', clock.now() + cast.aheadMs());
      return refusal !== null && !asked.has(request.id) ? ok(refusal) : take(request);
    },
    resume: (request) => void take(request),
    stop: () => {
      for (const timer of asked.values()) clock.clearTimeout(timer);
    },
  };
}
