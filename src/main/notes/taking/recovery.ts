import type { Result } from '#shared/result.ts';
import type { MainLog } from '../../platform/log-port.ts';
import type { Notices } from '../../session/notices.ts';
import type { LedgerStore } from '../../store/ledger-store.ts';
import type { UnfinishedNotes } from '../unfinished.ts';
import type { NotesVault } from '../vault.ts';
import type { NoteKeeping } from './note-taking.ts';

export interface RecoveryOptions {
  readonly unfinished: Pick<UnfinishedNotes, 'left' | 'gather' | 'drop'>;
  readonly vault: Pick<NotesVault, 'list'>;
  readonly ledger: Pick<LedgerStore, 'noteKept'>;
  readonly keepDraft: NoteKeeping['keepDraft'];
  readonly notices: Pick<Notices, 'tell'>;
  readonly log: MainLog;
}

/**
 * At a start: what an earlier life of the app was recording when it died, or could not write as a whole, becomes a draft. What cannot be read or kept now stays for
 * another start.
 * Never rejects; may be repeated.
 */
export async function recoverNotes(options: RecoveryOptions): Promise<void> {
  const { unfinished, log } = options;
  const left = await unfinished.left();
  if (!left.ok) log.error('unfinished notes cannot be looked for', { code: left.error.code });
  else for (const id of left.value) if (await isDoneWith(id, options)) await unfinished.drop(id);
}

/** @returns nothing of it is wanted any more */
async function isDoneWith(
  id: string,
  { unfinished, vault, ledger, keepDraft, notices, log }: RecoveryOptions,
): Promise<boolean> {
  const [known, files] = [await ledger.noteKept(id), await vault.list()];
  if (!known.ok || !files.ok) return false;
  const state = known.value?.state;
  // A draft, or one that was sent and is not there yet, may have lived in memory only.
  if (state === 'done' || state === 'discarded' || files.value.some((file) => file.id === id)) return true;
  const gathered = await unfinished.gather(id);
  if (!gathered.ok) return isHopeless(gathered, () => notices.tell('note-damaged'), log);
  const { note, live, isDamaged } = gathered.value;
  const kept = await keepDraft({ ...note, live, peaks: null });
  log.info('a note that was being recorded was found', { kept: kept.ok, isDamaged });
  if (isDamaged) notices.tell('note-damaged', { contactId: note.contactId });
  // What is kept is dropped where it was kept.
  return !kept.ok && kept.error.code === 'media';
}

function isHopeless(gathered: Result<unknown>, tell: () => void, log: MainLog): boolean {
  if (gathered.ok) return false;
  const { code, detail } = gathered.error;
  log.warn('an unfinished note cannot be read', { code, detail });
  if (code === 'damaged') tell();
  return code === 'damaged' || code === 'gone';
}
