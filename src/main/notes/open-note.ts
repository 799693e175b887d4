import type { NoteFlaw } from '#shared/contracts/note.ts';
import { noteUrl } from '#shared/contracts/note-url.ts';
import type { NoteMedia } from '#shared/contracts/ui-replies.ts';
import { isPlayable, noteMaxBytes } from '#shared/domain/notes.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { MainLog } from '../platform/log-port.ts';
import type { NotesVault } from './vault.ts';
import type { ExpectedMedia, OpenedMedia } from './vault-messages.ts';

export interface FoundNote extends ExpectedMedia {
  readonly at: number;
  readonly bytes: number;
  readonly flaw: NoteFlaw | null;
  /** Whether the gateway could have the media; false: it is here or nowhere. */
  readonly isShared: boolean;
}

export interface OpenNoteOptions {
  /** null: nobody knows such a note */
  readonly find: (id: string) => Promise<Result<FoundNote | null>>;
  readonly vault: Pick<NotesVault, 'open' | 'look' | 'copy'>;
  /** Errors: `gone`, `damaged`, `offline`, and whatever else means "not now". @param maxBytes more are refused */
  readonly download: (id: string, maxBytes: number) => Promise<Result<Uint8Array>>;
  /** An agent wanted to play it and was told that nobody ever will: the gateway says so. */
  readonly unplayable: (id: string) => void;
  readonly log: MainLog;
}

/** Decrypted media that is held ready: what is played, and what was played a moment ago. */
const heldBytes = 48 * 1024 * 1024;

/**
 * Makes notes ready to play: from this computer's own copy, else from the gateway, in memory only. A copy that turns out damaged is fetched again,
 * once; what is damaged at the gateway, too, stays damaged.
 */
export function createOpenNote({ find, vault, download, unplayable, log }: OpenNoteOptions) {
  /** In the order of use. */
  const held = new Map<string, OpenedMedia>();
  const opening = new Map<string, Promise<Result<OpenedMedia>>>();
  /** Of these the gateway says that they cannot be played. What only this desktop cannot play, another one may. */
  const lost = new Set<string>();

  function hold(id: string, media: OpenedMedia): void {
    held.delete(id);
    held.set(id, media);
    let sum = [...held.values()].reduce((total, { bytes }) => total + bytes.length, 0);
    for (const [other, { bytes }] of held) {
      if (sum <= heldBytes || other === id) break;
      held.delete(other);
      sum -= bytes.length;
    }
  }

  async function fetchFrom(id: string, note: FoundNote): Promise<Result<OpenedMedia>> {
    const fetched = await download(id, Math.min(note.bytes, noteMaxBytes));
    if (!fetched.ok) {
      if (fetched.error.code === 'gone' || fetched.error.code === 'damaged') lost.add(id);
      return fetched;
    }
    const looked = await vault.look(fetched.value, note);
    if (!looked.ok) return looked;
    void vault.copy(id, note.at, looked.value.bytes).then((copied) => {
      if (!copied.ok) log.warn('a note could not be copied to this computer', { code: copied.error.code });
    });
    return looked;
  }

  async function openNow(id: string): Promise<Result<OpenedMedia>> {
    const found = await find(id);
    if (!found.ok) return found;
    const note = found.value;
    if (note === null) return fail('gone');
    if (!isPlayable(note.flaw)) lost.add(id);
    else lost.delete(id);
    if (!isPlayable(note.flaw) && note.flaw !== 'gone')
      return fail(note.flaw === 'damaged' ? 'damaged' : 'unsupported', note.flaw ?? undefined);
    const local = await vault.open(id, note);
    if (local.ok || local.error.code === 'unsupported' || !note.isShared) return local;
    const { code } = local.error;
    if (code !== 'gone') log.warn('the copy of a note cannot be used', { code, detail: local.error.detail });
    const fetched = await fetchFrom(id, note);
    if (fetched.ok) return fetched;
    switch (fetched.error.code) {
      case 'gone':
        return code === 'damaged' ? local : fetched;
      case 'damaged':
      case 'unsupported':
        return fetched;
      default:
        return code === 'no-keyring' ? local : fail('offline', fetched.error.detail);
    }
  }

  function media(id: string): Promise<Result<OpenedMedia>> {
    const ready = held.get(id);
    if (ready !== undefined) {
      hold(id, ready);
      return Promise.resolve(ok(ready));
    }
    const running = opening.get(id) ?? openNow(id).finally(() => opening.delete(id));
    opening.set(id, running);
    return running.then((opened) => {
      if (opened.ok) hold(id, opened.value);
      return opened;
    });
  }

  return {
    open: async (id: string): Promise<Result<NoteMedia>> => {
      const opened = await media(id);
      if (!opened.ok) {
        if (lost.has(id)) unplayable(id);
        return opened;
      }
      const { mimeType, durationMs } = opened.value;
      return ok({ url: noteUrl(id), mimeType, durationMs });
    },
    /** For the element that plays it. Read again where it is not held any more; null: it cannot be had. */
    media: async (id: string): Promise<OpenedMedia | null> => {
      const opened = await media(id);
      return opened.ok ? opened.value : null;
    },
    /** In the clear, for once: nothing that is held ready has to make room for it. */
    read: async (id: string): Promise<Result<Uint8Array>> => {
      const ready = held.get(id);
      if (ready !== undefined) return ok(ready.bytes);
      const opened = await (opening.get(id) ?? openNow(id));
      return opened.ok ? ok(opened.value.bytes) : opened;
    },
    forget: (id: string): void => {
      held.delete(id);
    },
  };
}

export type OpenNote = ReturnType<typeof createOpenNote>;
