/** What the provider's error codes mean in our own rules (Meta, calling troubleshooting page, 3 December 2025). */
import type { NeedId, RuleId } from './rule-ids.ts';

export interface ProviderError {
  readonly rule: RuleId;
  /** What lifts it; null: time does (the provider may say when), or trying again. */
  readonly need: NeedId | null;
  /** `try-again`: a fault of the moment, the same request may be repeated. `wait`: a limit. `act`: pointless before `need` is done. */
  readonly advice: 'try-again' | 'wait' | 'act';
}

const act = (rule: RuleId, need: NeedId): ProviderError => ({ rule, need, advice: 'act' });
const wait = (rule: RuleId): ProviderError => ({ rule, need: null, advice: 'wait' });
const again: ProviderError = { rule: 'provider-failed', need: null, advice: 'try-again' };

const errors = {
  /** read too often; says nothing about the contact */
  613: again,
  131009: act('provider-refused', 'ask-provider'),
  131026: act('contact-unreachable', 'nothing-helps'),
  131030: act('contact-unreachable', 'ask-provider'),
  /** no valid payment method: even calls of contacts are refused */
  131044: act('balance-low', 'ask-provider'),
  /** the number speaks SIP with the provider */
  131055: act('provider-refused', 'ask-provider'),
  138000: act('calling-off', 'switch-calling-on'),
  138001: act('contact-unreachable', 'nothing-helps'),
  /** calls at the same time: there is room as soon as one of them ends */
  138002: { rule: 'provider-limit', need: null, advice: 'try-again' },
  138003: act('already-in-call', 'end-other-call'),
  138004: again,
  138005: wait('provider-limit'),
  138006: act('permission-missing', 'grant'),
  138007: again,
  138009: wait('provider-limit'),
  /** hinted at only: a request without an open conversation */
  138011: act('service-window-closed', 'contact-writes'),
  138012: wait('connected-calls'),
  138013: act('outbound-unavailable', 'another-business-number'),
  138014: wait('calling-paused'),
  138015: act('messaging-limit-low', 'raise-messaging-limit'),
  138017: act('permission-exists', 'nothing-helps'),
  138018: act('provider-refused', 'ask-provider'),
  138019: again,
  138020: again,
  138021: again,
  138022: again,
  138023: again,
  138024: act('provider-refused', 'ask-provider'),
  138025: act('provider-refused', 'ask-provider'),
} as const satisfies Readonly<Record<number, ProviderError>>;

/** A code there is a meaning, and there are words, for. */
export type ProviderCode = keyof typeof errors;

export const isKnownProviderCode = (code: number): code is ProviderCode => Object.hasOwn(errors, code);

export const knownProviderErrors: readonly number[] = Object.keys(errors).map(Number);

/** A code that nobody knows, 100 (bad parameter) included, is a refusal that the provider has to explain. */
export function providerError(code: number): ProviderError {
  return isKnownProviderCode(code) ? errors[code] : act('provider-refused', 'ask-provider');
}
