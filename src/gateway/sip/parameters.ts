import { isBareValue, isToken, quote, readQuoted } from './grammar.ts';

/** `;name=value` or `;name` of a header or URI. Names are lower case; values are without quotes. */
export interface Parameter {
  readonly name: string;
  /** null: a flag such as `;lr` */
  readonly value: string | null;
}

/** Reads the parts that stand behind a semicolon each; null where one of them is malformed. */
export function parseParameters(parts: readonly string[]): readonly Parameter[] | null {
  const parameters: Parameter[] = [];
  for (const part of parts) {
    const parameter = parseParameter(part);
    if (parameter === null) return null;
    parameters.push(parameter);
  }
  return parameters;
}

function parseParameter(part: string): Parameter | null {
  const equals = part.indexOf('=');
  const name = (equals === -1 ? part : part.slice(0, equals)).trim();
  if (!isToken(name)) return null;
  if (equals === -1) return { name: name.toLowerCase(), value: null };
  const raw = part.slice(equals + 1).trim();
  if (raw.startsWith('"')) {
    const quoted = readQuoted(raw, 0);
    return quoted === null || quoted.end !== raw.length ? null : { name: name.toLowerCase(), value: quoted.value };
  }
  return isBareValue(raw) ? { name: name.toLowerCase(), value: raw } : null;
}

export function formatParameters(parameters: readonly Parameter[]): string {
  return parameters
    .map(({ name, value }) => (value === null ? `;${name}` : `;${name}=${isBareValue(value) ? value : quote(value)}`))
    .join('');
}

/** The first value of that name: undefined where it is absent, null where it is a flag. */
export const parameter = (parameters: readonly Parameter[], name: string): string | null | undefined =>
  parameters.find((candidate) => candidate.name === name)?.value;
