import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { readJsonFile, writeJsonFile } from '../platform/json-file.ts';
import type { MainLog } from '../platform/log-port.ts';

const instance = z.object({ id: z.uuid() });

/**
 * The `+sip.instance` of this desktop (RFC 5626, section 4.1), the same at every start: a registrar then replaces the old binding instead of
 * ringing a device that is not there any more.
 */
export async function instanceId(userData: string, log: MainLog): Promise<string> {
  const file = join(userData, 'instance.json');
  try {
    const read = await readJsonFile(file);
    const parsed = read.state === 'read' ? instance.safeParse(read.value) : null;
    if (parsed?.success) return parsed.data.id;
    const id = randomUUID();
    await writeJsonFile(file, { id });
    return id;
  } catch (error) {
    log.warn('the instance id cannot be kept; this start has its own', { error: String(error) });
    return randomUUID();
  }
}
