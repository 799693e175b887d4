import type { z } from 'zod';
import { describeIssues } from '#shared/contracts/describe-issues.ts';
import type { UiReplies } from '#shared/contracts/ui-replies.ts';
import { type UiRequestName, uiRequests } from '#shared/contracts/ui-requests.ts';
import { fail, type Result } from '#shared/result.ts';
import type { MainLog } from '../platform/log-port.ts';
import { longestText, refusePlainShape } from './plain-shape.ts';

/** What a handler gets: checked, defaults filled in, unknown fields refused. */
export type UiArgument<Name extends UiRequestName> = z.output<(typeof uiRequests)[Name]>;

export type UiHandler<Name extends UiRequestName> = (
  argument: UiArgument<Name>,
) => Promise<Result<UiReplies[Name]>> | Result<UiReplies[Name]>;

export type UiHandlers = { readonly [Name in UiRequestName]: UiHandler<Name> };

/** Answers one message of a window. Never rejects. */
export type RequestGate = (trusted: boolean, name: unknown, argument: unknown) => Promise<Result<unknown>>;

/**
 * Sender first, then name, shape and schema, then the handler: nothing reaches a handler in another order. A refusal is logged once a kind,
 * so that a page gone wild cannot fill the log.
 */
export function createRequestGate(handlers: UiHandlers, log: MainLog): RequestGate {
  const logged = new Set<string>();
  const refuse = (code: 'forbidden' | 'invalid', name: unknown, why: string): Result<never> => {
    const shown = isRequestName(name) ? name : 'unknown request';
    const kind = `${code} ${shown} ${code === 'forbidden' ? '' : why}`;
    if (!logged.has(kind) && logged.size < maxLoggedKinds) {
      logged.add(kind);
      log.warn('request refused', { code, request: shown, why });
    }
    return fail(code, why);
  };
  return async (trusted, name, argument) => {
    if (!trusted) return refuse('forbidden', name, 'the sender is not the ui window');
    if (!isRequestName(name)) return refuse('invalid', name, 'no such request');
    const odd = refusePlainShape(argument, longestText(name));
    if (odd !== null) return refuse('invalid', name, `the argument ${odd}`);
    const parsed = uiRequests[name].safeParse(argument);
    if (!parsed.success) return refuse('invalid', name, describeIssues(parsed.error)[0] ?? 'does not fit');
    return call(handlers, name, parsed.data, log);
  };
}

const maxLoggedKinds = 200;

const isRequestName = (name: unknown): name is UiRequestName =>
  typeof name === 'string' && Object.hasOwn(uiRequests, name);

/** Exceptions end here: the log gets the stack, the window a code. */
async function call(
  handlers: UiHandlers,
  name: UiRequestName,
  argument: unknown,
  log: MainLog,
): Promise<Result<unknown>> {
  // The schema of this very name has made the argument; the compiler cannot tie the two together across a union.
  const handler = handlers[name] as (argument: unknown) => Promise<Result<unknown>> | Result<unknown>;
  try {
    return await handler(argument);
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log.error('request failed', { request: name, error: text });
    return fail('internal');
  }
}
