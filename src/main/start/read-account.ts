import { readFileSync } from 'node:fs';
import { type AccountOnDisk, storedAccount } from '../account/stored-account.ts';
import { errorCodeOf } from '../platform/file-failure.ts';

/** Reads `account.json` and changes nothing: whether this process may touch the folder is not known yet. Synchronous, like the rest of what a start depends on. */
export function readAccount(file: string): AccountOnDisk {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = errorCodeOf(error);
    return code === 'ENOENT' ? { state: 'missing' } : { state: 'unreadable', reason: code ?? String(error) };
  }
  const parsed = storedAccount.safeParse(parsedJson(text));
  return parsed.success ? { state: 'read', stored: parsed.data } : { state: 'damaged' };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
