/** Comma-separated values as spreadsheets write them (RFC 4180; semicolons where the comma is the decimal sign), with the line of each record. */

export interface CsvRecord {
  /** Of its first character, counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvFlaw {
  readonly line: number;
  readonly flaw: 'quote-not-closed' | 'text-after-quote';
}

export interface CsvTable {
  readonly delimiter: ',' | ';';
  readonly records: readonly CsvRecord[];
  readonly flaws: readonly CsvFlaw[];
}

/** Empty lines and those that begin with `#` are left out. A record with a flaw is not among the records. Cells are trimmed unless quoted. */
export function readCsv(input: string): CsvTable {
  const text = input.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const delimiter = delimiterOf(text);
  const records: CsvRecord[] = [];
  const flaws: CsvFlaw[] = [];
  let position = 0;
  let line = 1;
  while (position < text.length) {
    const record = readRecord(text, position, delimiter);
    if (record.flaw !== null) flaws.push({ line, flaw: record.flaw });
    else if (record.cells.some((cell) => cell !== '')) records.push({ line, cells: record.cells });
    line += newlines(text, position, record.end);
    position = record.end;
  }
  return { delimiter, records, flaws };
}

/** The first line that says anything decides. */
function delimiterOf(text: string): ',' | ';' {
  const first = text.split('\n').find((each) => each.trim() !== '' && !each.trimStart().startsWith('#')) ?? '';
  return first.replace(/"[^"]*"/g, '').includes(';') ? ';' : ',';
}

interface ReadRecord {
  readonly cells: readonly string[];
  readonly flaw: CsvFlaw['flaw'] | null;
  /** Where the next record begins. */
  readonly end: number;
}

function readRecord(text: string, start: number, delimiter: string): ReadRecord {
  const lineEnd = endOfLine(text, start);
  if (/^[ \t]*#/.test(text.slice(start, lineEnd))) return { cells: [], flaw: null, end: lineEnd + 1 };
  const cells: string[] = [];
  let position = start;
  for (;;) {
    const blank = /^[ \t]*/.exec(text.slice(position, position + 100))?.[0].length ?? 0;
    const quoted = text[position + blank] === '"';
    const cell = quoted ? readQuoted(text, position + blank) : readBare(text, position, delimiter);
    // Reading on behind a quote that nobody closed would swallow the file: only that line is lost.
    if (cell === null) return { cells, flaw: 'quote-not-closed', end: endOfLine(text, start) + 1 };
    cells.push(cell.value);
    const after = cell.end + (quoted ? (/^[ \t]*/.exec(text.slice(cell.end, cell.end + 100))?.[0].length ?? 0) : 0);
    if (after >= text.length || text[after] === '\n') return { cells, flaw: null, end: after + 1 };
    if (text[after] !== delimiter) return { cells, flaw: 'text-after-quote', end: endOfLine(text, after) + 1 };
    position = after + 1;
  }
}

function readQuoted(text: string, start: number): { readonly value: string; readonly end: number } | null {
  let value = '';
  for (let position = start + 1; position < text.length; position += 1) {
    if (text[position] !== '"') value += text[position];
    else if (text[position + 1] === '"') {
      value += '"';
      position += 1;
    } else return { value, end: position + 1 };
  }
  return null;
}

function readBare(text: string, start: number, delimiter: string): { readonly value: string; readonly end: number } {
  let end = start;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n') end += 1;
  return { value: text.slice(start, end).trim(), end };
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end === -1 ? text.length : end;
}

const newlines = (text: string, start: number, end: number): number => text.slice(start, end).split('\n').length - 1;
