import { describe, expect, it } from 'vitest';
import { classify, StoreError } from '../../../src/main/store/store-error.ts';

const withCode = (code: string): Error => Object.assign(new Error('text'), { code });

describe('classify', () => {
  it.each([
    ['SQLITE_CORRUPT', 'corrupt', 'storage'],
    ['SQLITE_CORRUPT_INDEX', 'corrupt', 'storage'],
    ['SQLITE_NOTADB', 'corrupt', 'storage'],
    ['SQLITE_FULL', 'disk-full', 'disk-full'],
    ['SQLITE_IOERR_SHMSIZE', 'disk-full', 'disk-full'],
    ['ENOSPC', 'disk-full', 'disk-full'],
    ['SQLITE_BUSY_SNAPSHOT', 'busy', 'storage'],
    ['SQLITE_READONLY_DIRECTORY', 'readonly', 'storage'],
    ['SQLITE_CANTOPEN', 'readonly', 'storage'],
    ['EROFS', 'readonly', 'storage'],
    ['SQLITE_IOERR_READ', 'io', 'storage'],
    ['EIO', 'io', 'storage'],
    ['SQLITE_CONSTRAINT_UNIQUE', 'logic', 'internal'],
  ])('%s is %s', (code, fault, shown) => {
    expect(classify(withCode(code))).toEqual({ fault, code: shown, detail: `${code}: text` });
  });

  it('keeps what the store itself says', () => {
    expect(classify(new StoreError('future-version', 'newer'))).toEqual({
      fault: 'future-version',
      code: 'storage',
      detail: 'newer',
    });
  });

  it('takes anything that was thrown', () => {
    expect(classify('odd')).toEqual({ fault: 'logic', code: 'internal', detail: 'odd' });
    expect(classify(undefined).fault).toBe('logic');
  });
});
