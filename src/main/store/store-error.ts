/** Every way in which a store operation can fail, and the one place that tells them apart. Knows SQLite by its codes only, so that the main thread never loads the native library. */
import type { ErrorCode, Failure } from '#shared/result.ts';

export const storeFaults = [
  /** the file is damaged; the store mends itself and tries once more before anybody sees this */
  'corrupt',
  'disk-full',
  /** another process holds the file */
  'busy',
  'readonly',
  /** a newer release of the app wrote the file: refused, never touched */
  'future-version',
  /** the operating system reported an error while reading or writing */
  'io',
  /** the argument makes no sense: a foreign page cursor, a part without its beginning */
  'invalid',
  /** the store was closed, or its thread died */
  'closed',
  /** a mistake in this program */
  'logic',
] as const;
export type StoreFault = (typeof storeFaults)[number];

/** A {@link Failure} that can be handed to the ui as it is, with the finer cause for main. */
export interface StoreFailure extends Failure {
  readonly fault: StoreFault;
}

export type StoreResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: StoreFailure };

/** Thrown inside the store's own thread; crosses to main as a {@link StoreFailure}. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly fault: StoreFault;

  constructor(fault: StoreFault, detail: string) {
    super(detail);
    this.fault = fault;
  }
}

const codeOfFault: Readonly<Record<StoreFault, ErrorCode>> = {
  corrupt: 'storage',
  'disk-full': 'disk-full',
  busy: 'storage',
  readonly: 'storage',
  'future-version': 'storage',
  io: 'storage',
  invalid: 'invalid',
  closed: 'storage',
  logic: 'internal',
};

/** Primary and extended result codes: https://sqlite.org/rescode.html; the others are errno names of Node. */
const faultOfCode: readonly (readonly [RegExp, StoreFault])[] = [
  [/^SQLITE_(CORRUPT|NOTADB|IOERR_CORRUPTFS)/, 'corrupt'],
  [/^SQLITE_(FULL|IOERR_SHMSIZE)|^(ENOSPC|EDQUOT)$/, 'disk-full'],
  [/^SQLITE_(BUSY|LOCKED|PROTOCOL)|^EBUSY$/, 'busy'],
  [/^SQLITE_(READONLY|CANTOPEN|PERM|AUTH)|^(EACCES|EPERM|EROFS)$/, 'readonly'],
  [/^SQLITE_IOERR|^E[A-Z]+$/, 'io'],
];

export const storeFailure = (fault: StoreFault, detail: string): StoreFailure => ({
  code: codeOfFault[fault],
  detail,
  fault,
});

/** A damaged header may claim a schema format that has never been; SQLite has no code of its own for that (https://sqlite.org/fileformat2.html#schemaformat). */
const isOddHeader = (detail: string): boolean => detail === 'unsupported file format';

/** Turns whatever was thrown into a value. */
export function classify(error: unknown): StoreFailure {
  if (error instanceof StoreError) return storeFailure(error.fault, error.message);
  const detail = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const fault = isOddHeader(detail) ? 'corrupt' : (faultOfCode.find(([pattern]) => pattern.test(code))?.[1] ?? 'logic');
  return storeFailure(fault, code === '' ? detail : `${code}: ${detail}`);
}
