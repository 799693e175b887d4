import { redactDetails, redactText } from './redact.ts';

/** `text {"call":"a1"}`: one line, private parts taken out, line breaks made visible so that nobody can forge a second line. */
export function formatLogLine(text: string, details?: Readonly<Record<string, unknown>>): string {
  const line = redactText(text);
  const tail = details === undefined || Object.keys(details).length === 0 ? '' : ` ${asJson(redactDetails(details))}`;
  return `${line}${tail}`.slice(0, maxLineLength).replaceAll(/[\r\n\u2028\u2029]+/g, ' ⏎ ');
}

const maxLineLength = 8000;

function asJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '{"details":"cannot be written as JSON"}';
  }
}
