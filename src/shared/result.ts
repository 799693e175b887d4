import type { RuleRefusal } from './contracts/calling.ts';

/** Every reason for which a request between processes can be refused. The ui translates each of them. */
export const errorCodes = [
  /** another call is active, answering or being placed */
  'busy',
  /** the call is no longer in a state in which this can be done (ended, answered elsewhere, cancelled) */
  'gone',
  'not-found',
  /** the request does not fit its schema; `detail` names the field */
  'invalid',
  /** the sender may not ask this */
  'forbidden',
  /** the setting belongs to the organisation's policy */
  'managed',
  /** no connection to the gateway or PBX */
  'offline',
  'timeout',
  /** no microphone, or the system refuses access to it */
  'microphone',
  'media',
  /** no camera, or the system refuses access to it */
  'camera',
  /** a file is not what it was when it was written */
  'damaged',
  /** recording is switched off for the workspace or by policy */
  'recording-disabled',
  /** the contact's service window is closed: only the contact opens it, by writing, calling or taking a call */
  'window-closed',
  /** a rule around calls refuses; `refusal` says which, and when it lifts */
  'rule',
  'disk-full',
  'storage',
  /** the operating system offers no safe place for a secret */
  'no-keyring',
  'rejected',
  'unsupported',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** An error as a value: it crosses processes, an exception never does. */
export interface Failure {
  readonly code: ErrorCode;
  /** For logs and for a tooltip; never the only thing a person is shown. English, no secrets. */
  readonly detail?: string | undefined;
  /** Only with `rule`. */
  readonly refusal?: RuleRefusal | undefined;
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Failure };

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

export const fail = (code: ErrorCode, detail?: string): { readonly ok: false; readonly error: Failure } => ({
  ok: false,
  error: detail === undefined ? { code } : { code, detail },
});

export const refuse = (refusal: RuleRefusal): { readonly ok: false; readonly error: Failure } => ({
  ok: false,
  error: { code: 'rule', detail: refusal.rule, refusal },
});
