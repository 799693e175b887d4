import { type ErrorCode, type Failure, fail } from '#shared/result.ts';

/** The errno name of a file system error; undefined where there is none. */
export function errorCodeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** What an error of the file system means to a person: the disk is full, or the store cannot be used. The detail holds no paths. */
export function fileFailure(error: unknown): { readonly ok: false; readonly error: Failure } {
  const code = errorCodeOf(error);
  const meaning: ErrorCode = code === 'ENOSPC' || code === 'EDQUOT' ? 'disk-full' : 'storage';
  return fail(meaning, code ?? 'the file cannot be used');
}
