/** Words for what a schema refused: one line per fault, each beginning with the field it stands in. */
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/**
 * Lines such as `timeline[3].contact: no contact has the id "ana"`, in the order in which the faults were found. English,
 * meant for whoever wrote the file. Values of the input are never repeated, as a field may hold a secret.
 */
export function describeIssues(error: z.ZodError): string[] {
  return error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => `${fieldName([...issue.path, key])}: is not a known field`)
      : [`${fieldName(issue.path)}: ${describe(issue)}`],
  );
}

/** `contacts[0].phone`; a key that is no plain word stands in quotation marks. */
function fieldName(path: readonly PropertyKey[]): string {
  if (path.length === 0) return '(top level)';
  return path.reduce<string>((name, key) => {
    if (typeof key === 'number') return `${name}[${key}]`;
    const word = String(key).slice(0, 80);
    if (!/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(word)) return `${name}[${JSON.stringify(word)}]`;
    return name === '' ? word : `${name}.${word}`;
  }, '');
}

function describe(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue.expected, issue.message);
    case 'invalid_value':
      return `must be ${oneOf(issue.values)}`;
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options)
        ? `must be ${oneOf(issue.options)}`
        : fitsNone(issue.errors);
    case 'too_small':
      return `must ${bound(issue.origin, 'at least', Number(issue.minimum))}`;
    case 'too_big':
      return `must ${bound(issue.origin, 'at most', Number(issue.maximum))}`;
    case 'invalid_format':
      return issue.message.startsWith('Invalid ') ? `must match ${issue.pattern ?? issue.format}` : issue.message;
    default:
      return issue.message;
  }
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  null: 'null',
};

const typeName = (type: string): string => typeNames[type] ?? type;

function wrongType(expected: string, message: string): string {
  const received = /received (\S+)$/.exec(message)?.[1];
  if (received === 'undefined') return `is missing (must be ${typeName(expected)})`;
  return received === undefined || received === 'number'
    ? `must be ${typeName(expected)}`
    : `must be ${typeName(expected)}, not ${typeName(received)}`;
}

function oneOf(values: readonly unknown[]): string {
  const words = values.map((value) => JSON.stringify(value));
  return words.length === 1 ? (words[0] ?? '') : `one of ${words.join(', ')}`;
}

function fitsNone(errors: readonly (readonly Issue[])[]): string {
  const reasons = new Set(errors.flatMap((issues) => issues.slice(0, 1).map(describe)));
  return reasons.size === 0 ? 'has none of the allowed forms' : [...reasons].join(', or ');
}

function bound(origin: string, relation: 'at least' | 'at most', limit: number): string {
  const plural = limit === 1 ? '' : 's';
  if (origin === 'string') return `have ${relation} ${limit} character${plural}`;
  if (origin === 'array' || origin === 'set') return `have ${relation} ${limit} ${limit === 1 ? 'entry' : 'entries'}`;
  return `be ${relation} ${limit}`;
}
