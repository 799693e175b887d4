import { isToken, splitOutside } from './grammar.ts';
import { type Parameter, parameter, parseParameters } from './parameters.ts';
import { parseHostPort } from './uri.ts';

/** One hop of the Via list (RFC 3261 §20.42). */
export interface Via {
  /** `WS`, `WSS`, `TCP`… in upper case */
  readonly transport: string;
  readonly host: string;
  readonly port: number | null;
  readonly parameters: readonly Parameter[];
}

/** RFC 3261 §8.1.1.7: branches of compliant elements start so; older ones cannot be matched safely. */
export const branchCookie = 'z9hG4bK';

/** null where the text is no Via value of SIP/2.0. */
export function parseVia(text: string): Via | null {
  const parts = splitOutside(text, ';');
  if (parts === null) return null;
  const [sent = '', ...parameterTexts] = parts;
  const match = /^SIP\s*\/\s*2\.0\s*\/\s*(\S+)\s+(\S.*)$/i.exec(sent);
  const parameters = parseParameters(parameterTexts);
  if (match === null || parameters === null) return null;
  const [, transport = '', sentBy = ''] = match;
  const address = parseHostPort(sentBy.replace(/\s+/g, ''));
  return address === null || !isToken(transport)
    ? null
    : { transport: transport.toUpperCase(), ...address, parameters };
}

/** The branch, where it is one of RFC 3261. */
export function branchOf(via: Via): string | null {
  const branch = parameter(via.parameters, 'branch');
  return typeof branch === 'string' && branch.startsWith(branchCookie) && branch.length > branchCookie.length
    ? branch
    : null;
}
