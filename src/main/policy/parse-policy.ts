import { describeIssues } from '#shared/contracts/describe-issues.ts';
import { type Policy, policySchema } from '#shared/contracts/policy.ts';
import { unreachable } from '#shared/never.ts';

/** All faults of a policy at once, each line naming its field. */
export type ParsedPolicy =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly problems: readonly string[] };

/** Far more than any policy needs; a file of this size is not one. */
export const maxPolicyBytes = 1_048_576;

/** Reads a policy's text: JSON (a byte order mark, as Windows editors write it, is fine), schema, then what fields demand of each other. */
export function parsePolicy(text: string): ParsedPolicy {
  const json = text.replace(/^\uFEFF/, '');
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    return { ok: false, problems: [`is not valid JSON: ${whereJsonBreaks(json, error)}`] };
  }
  const parsed = policySchema.safeParse(value);
  if (!parsed.success) return { ok: false, problems: describeIssues(parsed.error) };
  const problems = crossFieldProblems(parsed.data);
  return problems.length === 0 ? { ok: true, policy: parsed.data } : { ok: false, problems };
}

/** V8's message quotes the text around the fault, which may be a password: only the character and its place are told. */
function whereJsonBreaks(text: string, error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  const position = /at position (\d+)/.exec(message)?.[1];
  const token = /^Unexpected token '?(.)'?[, ]/u.exec(message)?.[1];
  if (position !== undefined) {
    const before = text.slice(0, Number(position)).split('\n');
    return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
  }
  if (token !== undefined) return `unexpected ${JSON.stringify(token)}`;
  return /end of JSON input/.test(message) ? 'it ends too early' : 'it cannot be read';
}

function crossFieldProblems({ workspace = {}, sip = {}, notes = {} }: Policy): string[] {
  const problems: string[] = [];
  const need = (present: boolean, field: string, why: string): void => {
    if (!present) problems.push(`${field}: is missing (${why})`);
  };
  const forbid = (present: boolean, field: string, why: string): void => {
    if (present) problems.push(`${field}: ${why}`);
  };
  switch (workspace.mode) {
    case 'gateway':
      need(workspace.url !== undefined, 'workspace.url', 'the mode gateway needs it');
      need(workspace.token !== undefined, 'workspace.token', 'the mode gateway needs it');
      break;
    case 'pbx':
      need(sip.server !== undefined, 'sip.server', 'the mode pbx needs it');
      need(sip.uri !== undefined, 'sip.uri', 'the mode pbx needs it');
      break;
    case 'sandbox':
    case undefined:
      break;
    default:
      unreachable(workspace.mode);
  }
  if (workspace.mode !== 'gateway') {
    const why = 'is only for workspace.mode "gateway"';
    forbid(workspace.url !== undefined, 'workspace.url', why);
    forbid(workspace.token !== undefined, 'workspace.token', why);
  }
  if (workspace.mode !== 'pbx') {
    const why = 'is only for workspace.mode "pbx"';
    for (const field of ['server', 'uri', 'username', 'password'] as const)
      forbid(sip[field] !== undefined, `sip.${field}`, why);
  }
  if (notes.transcripts === 'local')
    need(notes.transcriptModel !== undefined, 'notes.transcriptModel', 'notes.transcripts "local" needs it');
  return problems;
}
