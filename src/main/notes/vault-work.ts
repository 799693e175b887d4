/** What the notes' thread does. Here it may block; main may not. */
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { noteLimitMs } from '#shared/domain/notes.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import { errorCodeOf, fileFailure } from '../platform/file-failure.ts';
import { renameDurably } from '../store/durable-files.ts';
import { assembleNote } from './assemble.ts';
import { gatherPieces } from './gather-pieces.ts';
import { lookInto, sha256Of } from './look-into.ts';
import type { VaultTask, VaultTasks } from './vault-messages.ts';

type Work = {
  readonly [Task in VaultTask]: (asked: VaultTasks[Task]['asked']) => Promise<Result<VaultTasks[Task]['answer']>>;
};

/** Larger files are none of ours: a note and what age adds. */
const maxFileBytes = 32 * 1024 * 1024;

export const vaultWork: Work = {
  identity: async () => ok(await generateX25519Identity()),
  finish: async ({ live, kind }) => {
    const { bytes, durationMs } = await assembleNote(live, noteLimitMs[kind]);
    const sha256 = sha256Of(bytes);
    const looked = await lookInto(bytes, { kind, durationMs, sha256 });
    return looked.ok ? ok({ bytes, sha256, durationMs, mimeType: looked.value.mimeType }) : looked;
  },
  seal: async ({ path, bytes, identity }) => {
    const encrypter = new Encrypter();
    encrypter.addRecipient(await identityToRecipient(identity));
    return writeWhole(path, await encrypter.encrypt(bytes));
  },
  read: async ({ path, identities, sha256 }) => {
    const bytes = await decrypted(path, identities);
    return bytes.ok && sha256Of(bytes.value) !== sha256 ? fail('damaged', 'it is another note') : bytes;
  },
  open: async ({ path, identities, expected }) => {
    const bytes = await decrypted(path, identities);
    return bytes.ok ? lookInto(bytes.value, expected) : bytes;
  },
  gather: ({ folder, noteId, identities }) => gatherPieces(folder, noteId, (path) => decrypted(path, identities)),
  look: ({ bytes, expected }) => lookInto(bytes, expected),
};

/** There whole or not at all, also after the power was gone; for this user only. @returns size of the file */
function writeWhole(path: string, bytes: Uint8Array): Result<number> {
  const part = `${path}.part`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const file = openSync(part, 'w', 0o600);
    try {
      for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameDurably(part, path);
    return ok(bytes.length);
  } catch (error) {
    removeQuietly(part);
    return fileFailure(error);
  }
}

/** What stands in the way of this, stood in the way before, and that is what is told. */
function removeQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {}
}

/** The words of `age-encryption`: the file may be sound, but none of the keys is the one. */
const isForAnotherKey = (error: unknown): boolean =>
  error instanceof Error && error.message.includes('no identity matched');

async function decrypted(path: string, identities: readonly string[]): Promise<Result<Uint8Array>> {
  let file: Uint8Array;
  try {
    file = readFileSync(path);
  } catch (error) {
    return errorCodeOf(error) === 'ENOENT' ? fail('gone') : fileFailure(error);
  }
  if (file.length > maxFileBytes) return fail('damaged', 'too large');
  if (identities.length === 0) return fail('no-keyring');
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  try {
    return ok(await decrypter.decrypt(file));
  } catch (error) {
    if (isForAnotherKey(error)) return fail('no-keyring', 'it was encrypted for another key');
    return fail('damaged', error instanceof Error ? error.message : String(error));
  }
}
