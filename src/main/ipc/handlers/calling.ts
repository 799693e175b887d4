import type { CountryCode } from 'libphonenumber-js/min';
import type { AgentCommand } from '#shared/contracts/agent.ts';
import type { RuleRefusal } from '#shared/contracts/calling.ts';
import type { DialTarget } from '#shared/contracts/ui-replies.ts';
import { normalisePhoneNumber } from '#shared/domain/phone-number.ts';
import { judgeCall, judgeRequest } from '#shared/domain/rules/judge.ts';
import { ruleProfile } from '#shared/domain/rules/profiles.ts';
import { regionOfNumber } from '#shared/domain/rules/regions.ts';
import { fail, ok, type Result, refuse } from '#shared/result.ts';
import type { CacheStore } from '../../store/cache-store.ts';
import { dialAddress } from '../../workspace/call-target.ts';
import type { CallingFactsOf } from '../../workspace/calling-facts.ts';
import type { UiHandlers } from '../request-gate.ts';

export interface CallingHandlersOptions {
  readonly cache: Pick<CacheStore, 'contactByPhone'>;
  /** null: the workspace has no rules (PBX). */
  readonly gateway: {
    readonly facts: CallingFactsOf;
    readonly command: (command: AgentCommand, id: string) => Promise<Result<null>>;
  } | null;
  /** Where a number without country code is meant. */
  readonly country: () => CountryCode | null;
  readonly now: () => number;
}

/** What the rules say before a call: asked by the window, and by main before it dials. */
export function callingHandlers({ cache, gateway, country, now }: CallingHandlersOptions) {
  async function dialTarget(text: string): Promise<Result<DialTarget>> {
    const number = normalisePhoneNumber(text, country());
    if (number === null) {
      const address = gateway === null ? dialAddress(text) : null;
      return ok({ number: address, flaw: address === null ? 'number-impossible' : null, contact: null });
    }
    const found = await cache.contactByPhone(number);
    if (!found.ok) return found;
    const region = regionOfNumber(number, ruleProfile(''));
    return ok({ number, flaw: region.ok || gateway === null ? null : region.flaw, contact: found.value });
  }

  return {
    /** See `CallHandlersOptions.ruleAgainst`. */
    ruleAgainst: async (contactId: string): Promise<RuleRefusal | null> => {
      if (gateway === null) return null;
      const facts = await gateway.facts(contactId);
      if (!facts.ok) return null;
      const verdict = judgeCall(facts.value, now());
      return verdict.allowed ? null : verdict;
    },
    requests: {
      'calling.get': async ({ contactId }) => (gateway === null ? ok(null) : gateway.facts(contactId)),
      'permission.request': async ({ contactId, clientId }) => {
        if (gateway === null) return fail('unsupported');
        const facts = await gateway.facts(contactId);
        if (!facts.ok) return facts;
        const verdict = judgeRequest(facts.value, now());
        if (verdict !== null && !verdict.allowed) return refuse(verdict);
        return gateway.command({ do: 'permission.request', id: clientId, contactId }, clientId);
      },
      'dial.look': ({ text }) => dialTarget(text),
    } satisfies Pick<UiHandlers, 'calling.get' | 'permission.request' | 'dial.look'>,
  };
}
