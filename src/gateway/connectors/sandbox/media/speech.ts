import { spawn } from 'node:child_process';

export type SpeechLanguage = 'en' | 'it' | 'de';

const program = 'espeak-ng';
const timeoutMs = 10_000;
const wordsPerMinute = 150;

/**
 * A WAV file with the spoken text, or the reason why there is none. The text goes through standard input, so nothing in it can
 * be taken for an option.
 */
export function synthesise(
  text: string,
  language: SpeechLanguage,
): Promise<{ readonly wav: Uint8Array } | { readonly reason: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, ['--stdout', '--stdin', '-v', language, '-s', String(wordsPerMinute)], {
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: timeoutMs,
      windowsHide: true,
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ reason: error.code === 'ENOENT' ? `${program} is not installed` : error.message }),
    );
    child.on('close', (code, signal) =>
      resolve(
        code === 0 ? { wav: Buffer.concat(chunks) } : { reason: `${program} ended with ${signal ?? `code ${code}`}` },
      ),
    );
    // The program may end before it has read everything; 'close' tells how it ended.
    child.stdin.on('error', () => undefined);
    child.stdin.end(text);
  });
}

/** The language in which a contact speaks, by the country of its number (E.164). */
export function languageOf(phone: string | null): SpeechLanguage {
  if (phone === null) return 'en';
  if (phone.startsWith('+39')) return 'it';
  return ['+49', '+43', '+41'].some((code) => phone.startsWith(code)) ? 'de' : 'en';
}
