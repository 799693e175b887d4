import type { Result } from '#shared/result.ts';
import type { MainLog } from '../../platform/log-port.ts';
import type { Notices } from '../../session/notices.ts';
import type { LedgerStore } from '../../store/ledger-store.ts';
import type { UnfinishedNotes } from '../unfinished.ts';
import type { NoteKeeping } from './note-taking.ts';

export interface RecoveryOptions {
  readonly unfinished: Pick<UnfinishedNotes, 'left' | 'gather' | 'drop'>;
  readonly ledger: Pick<LedgerStore, 'noteKept'>;
  readonly keepDraft: NoteKeeping['keepDraft'];
  readonly notices: Pick<Notices, 'tell'>;
  readonly log: MainLog;
}

/**
 * At a start: what an earlier life of the app was recording when it died becomes a draft. What cannot be read or kept now stays for another start.
 * Never rejects; may be repeated.
 */
export async function recoverNotes(options: RecoveryOptions): Promise<void> {
  const { unfinished, log } = options;
  const left = await unfinished.left();
  if (!left.ok) log.error('unfinished notes cannot be looked for', { code: left.error.code });
  else for (const id of left.value) if (await isDoneWith(id, options)) await unfinished.drop(id);
}

async function isDoneWith(
  id: string,
  { unfinished, ledger, keepDraft, notices, log }: RecoveryOptions,
): Promise<boolean> {
  // It had become a draft before the app died.
  const known = await ledger.noteKept(id);
  if (!known.ok || known.value !== null) return known.ok;
  const gathered = await unfinished.gather(id);
  if (!gathered.ok) return isHopeless(gathered, () => notices.tell('note-damaged'), log);
  const { note, live, isDamaged } = gathered.value;
  const kept = await keepDraft({ ...note, live, peaks: null });
  log.info('a note that was being recorded was found', { kept: kept.ok, isDamaged });
  if (isDamaged) notices.tell('note-damaged', { contactId: note.contactId });
  return kept.ok || kept.error.code === 'media';
}

function isHopeless(gathered: Result<unknown>, tell: () => void, log: MainLog): boolean {
  if (gathered.ok) return false;
  const { code, detail } = gathered.error;
  log.warn('an unfinished note cannot be read', { code, detail });
  if (code === 'damaged') tell();
  return code === 'damaged' || code === 'gone';
}
