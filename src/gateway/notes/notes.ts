import { type Note, type NoteDraft, noteId } from '#shared/contracts/note.ts';
import { isSettled } from '#shared/domain/note-worth.ts';
import { isPlayable, noteFlawOf, noteMaxBytes } from '#shared/domain/notes.ts';
import { type Failure, fail, ok, type Result } from '#shared/result.ts';
import type { Calling } from '../calling/calling.ts';
import type { Connector, ConnectorEvents, LeftNote } from '../connectors/connector.ts';
import type { Clock } from '../platform/clock.ts';
import { afterwards, guarded, settled } from '../platform/guard.ts';
import type { GatewayLog } from '../platform/log.ts';
import type { GatewayStore } from '../store/gateway-store.ts';
import { createHousekeeping, type Housekeeping } from './housekeeping.ts';
import { describeLeftNote } from './left-note.ts';
import type { NoteChange } from './progress.ts';
import type { Retention } from './retention.ts';
import { digestOf, type NoteVault } from './vault.ts';
import type { Workshop } from './workshop.ts';

export interface NotesOptions {
  readonly store: GatewayStore;
  readonly connector: Connector;
  readonly calling: Pick<Calling, 'desk' | 'book' | 'mayWrite'>;
  readonly vault: NoteVault;
  readonly workshop: Workshop;
  readonly retention: Retention;
  readonly clock: Clock;
  readonly log: GatewayLog;
}

/** A connector that has not taken a note by then has failed it. */
const sendLimitMs = 120_000;
/** Larger media of a provider is not kept; nobody could play it. */
const mostKeptBytes = 4 * noteMaxBytes;

/** The notes of a workspace: their media in the vault, what is said of them in the store. */
export class Notes {
  private readonly parts: NotesOptions;
  private readonly housekeeping: Housekeeping;
  private stopped = false;

  constructor(parts: NotesOptions) {
    this.parts = parts;
    this.housekeeping = createHousekeeping({ ...parts, desk: parts.calling.desk });
  }

  /** Hands over what was under way when the gateway last ended, and begins to tidy up. The connector has been started. */
  start(): void {
    for (const note of this.parts.store.notesUnderWay()) if (note.status === 'sending') this.deliver(note);
    this.housekeeping.start();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.housekeeping.stop();
    await Promise.all([this.parts.vault.stop(), this.parts.workshop.stop()]);
  }

  /** Media that an agent hands over, checked against its hash; see `NoteVault.put`. */
  async upload(id: string, sha256: string, bytes: Uint8Array): Promise<Result<boolean>> {
    const kept = await this.parts.vault.put(id, sha256, bytes);
    const isFull = !kept.ok && kept.error.code === 'disk-full';
    return isFull && this.housekeeping.makeRoom(bytes.length) ? this.parts.vault.put(id, sha256, bytes) : kept;
  }

  /** In bytes, about; null: there is none (any more). */
  sizeOf(id: string): number | null {
    return this.parts.vault.find(id)?.bytes ?? null;
  }

  /** @returns `not-found` or `damaged`, which every agent is told, too; `internal` */
  async download(id: string): Promise<Result<Uint8Array>> {
    const { store, log } = this.parts;
    const media = await this.read(id);
    if (media.ok) return media;
    const { code, detail } = media.error;
    if (code === 'not-found' || code === 'damaged') {
      const flaw = code === 'damaged' ? 'damaged' : 'gone';
      if (store.note(id)?.flaw === null) store.publish({ do: 'note.change', request: { id, change: { flaw } } });
      return media;
    }
    log.error(`notes: the media of ${id} cannot be read: ${detail ?? code}`);
    return fail('internal', 'the media cannot be read now');
  }

  /** null: it is on disk and goes to the contact. Errors as in contracts/agent.ts. */
  async send(draft: NoteDraft, agent: string): Promise<Failure | null> {
    const { store, calling, vault } = this.parts;
    const { id, contactId, kind, sha256 } = draft;
    if (calling.book.contact(contactId) === null) return fail('not-found', 'no such contact').error;
    const known = store.note(id);
    if (known !== null && (known.status !== 'failed' || !isSame(draft, known))) return repeated(draft, known);
    const workspace = store.workspace();
    if (workspace === null || !workspace.notes || (kind === 'video' && !workspace.video))
      return fail('unsupported', `the provider takes no ${kind} notes`).error;
    const flaw = noteFlawOf(draft);
    if (flaw !== null) return fail('invalid', `the note is ${flaw}`).error;
    // After the look for a repetition: what was taken while the window was open stays taken.
    if (calling.mayWrite(contactId) !== null)
      return fail('window-closed', 'the service window is closed until the contact writes, calls or takes a call')
        .error;
    const media = vault.find(id);
    if (media === null) return fail('gone', 'the media has to be handed over first').error;
    if (media.digest !== digestOf(sha256)) return fail('invalid', 'the media has another hash').error;
    if (known !== null) return this.again(id);
    const at = calling.desk.now();
    const unplayed = { playedAt: null, playedBy: null, transcript: null, flaw: null } as const;
    const note: Note = { ...draft, ...unplayed, direction: 'out', at, status: 'sending', agent };
    const kept = await this.housekeeping.claim(id, () => store.submit({ type: 'note', note }));
    if (!kept.ok) return kept.error;
    // Another socket of the agent brought it, too, while this one waited for the disk: the one that was first delivers it.
    if (!kept.value) return repeated(draft, store.note(id) ?? note);
    this.deliver(note);
    return null;
  }

  /** Of several agents who want it at the same instant the first one has it tried again. */
  private async again(id: string): Promise<Failure | null> {
    const { store } = this.parts;
    const changed = await this.housekeeping.claim(id, () =>
      store.changeNote({ id, direction: 'out', change: { again: true } }),
    );
    if (!changed.ok) return changed.error;
    const note = store.note(id);
    if (changed.value && note !== null) this.deliver(note);
    return null;
  }

  /** null: it is thrown away, or was before. Error: `invalid`, where it did not fail. */
  async discard(id: string): Promise<Failure | null> {
    const { store, vault, log } = this.parts;
    const note = store.note(id);
    if (note === null) return null;
    const gone = await store.submit({ type: 'note.gone', noteId: id, contactId: note.contactId });
    if (!gone.ok) return gone.error;
    if (!gone.value) return store.note(id) === null ? null : fail('invalid', 'only a note that failed').error;
    afterwards(log, 'removing a note', vault.remove(id), () => {});
    return null;
  }

  /** @param by the agent's name */
  async played(id: string, by: string): Promise<Failure | null> {
    const { store, calling, connector, log } = this.parts;
    const at = calling.desk.now();
    const changed = await store.changeNote({ id, direction: 'in', change: { played: { at, by } } });
    if (!changed.ok) return changed.error;
    const note = changed.value ? store.note(id) : null;
    // Of one that nobody can play an agent was told so much; the contact is not told that it was heard.
    if (note !== null && isPlayable(note.flaw))
      guarded(log, 'telling that a note was played', () => connector.notePlayed(note));
    return null;
  }

  readonly status: ConnectorEvents['noteStatus'] = (id, status, at) => {
    const { store, calling } = this.parts;
    // Clients take whole milliseconds only, and no note was played in the future.
    const when = Math.max(0, Math.round(Math.min(at, calling.desk.now()))) || 0;
    const change = status === 'played' ? { played: { at: when, by: null } } : { status };
    store.publish({ do: 'note.change', request: { id, direction: 'out', change } });
  };

  /** What a contact left. Its description is kept in any case; see `ConnectorEvents.note`. */
  readonly left = async (left: LeftNote, media: Uint8Array | null): Promise<Result<null>> => {
    const { store, calling, workshop, log } = this.parts;
    const hasId = noteId.safeParse(left.id).success;
    const known = hasId ? store.note(left.id) : null;
    if (known !== null && known.flaw !== 'gone') return ok(null);
    const inspected = media === null ? null : await workshop.run('inspect', media);
    if (inspected !== null && !inspected.ok) return inspected;
    const inspection = inspected?.value ?? null;
    const kept =
      media === null || inspection === null || !hasId ? ok(false) : await this.keep(left.id, inspection.sha256, media);
    const found = media === null || inspection === null || !kept.ok ? null : { bytes: media.length, inspection };
    const note = describeLeftNote(left, found, calling.desk.now());
    if (note === null) {
      log.error('notes: what a contact left is not as the contract says');
      return fail('invalid', 'not as the contract says');
    }
    const written = await store.submit({ type: 'note', note });
    if (!written.ok) return written;
    return kept.ok || kept.error.code === 'rejected' ? ok(null) : kept;
  };

  /** @returns `rejected` where nothing is to be hoped for from another try */
  private async keep(id: string, sha256: string, media: Uint8Array): Promise<Result<boolean>> {
    const { vault, store } = this.parts;
    if (media.length > mostKeptBytes) return fail('rejected', 'the media is too large to be kept');
    const kept = await this.upload(id, sha256, media);
    if (kept.ok) return kept;
    if (kept.error.code === 'rejected' && store.note(id) === null) {
      // An upload that nobody named stands in the way.
      await vault.remove(id);
      return vault.put(id, sha256, media);
    }
    return vault.lasts ? kept : fail('rejected', 'the memory for notes is full');
  }

  /**
   * Damaged media of a note that can still be sent is gone afterwards: while it stood there, the sound copy of a desktop would pass
   * for the same and never be written.
   */
  private async read(id: string): Promise<Result<Uint8Array>> {
    const { vault, store } = this.parts;
    const found = vault.find(id);
    const media = await vault.get(id);
    if (media.ok || media.error.code !== 'damaged') return media;
    const note = store.note(id);
    // What was handed over while this was read is another one.
    const isTheSame = vault.find(id) === found;
    if (isTheSame && note?.direction === 'out' && !isSettled(note)) await vault.remove(id);
    return media;
  }

  private deliver(note: Note): void {
    const { log } = this.parts;
    afterwards(log, 'sending a note', this.handOver(note), (change) => {
      if (change !== null) this.parts.store.publish({ do: 'note.change', request: { id: note.id, change } });
    });
  }

  /** null: the gateway stops; the note goes when it is back. */
  private async handOver(note: Note): Promise<NoteChange | null> {
    const { connector, clock, log } = this.parts;
    const media = await this.read(note.id);
    if (this.stopped) return null;
    if (!media.ok) {
      log.warn(`notes: ${note.id} was not sent, its media cannot be read: ${media.error.code}`);
      const { code } = media.error;
      const flaw = code === 'not-found' ? 'gone' : code === 'damaged' ? 'damaged' : null;
      return { status: 'failed', failure: flaw === null ? 'storage' : flaw, ...(flaw === null ? {} : { flaw }) };
    }
    const sent = await settled(clock, log, sendLimitMs, () => connector.sendNote(note, media.value));
    if (this.stopped && !sent.ok) return null;
    if (!sent.ok) log.warn(`notes: ${note.id} was not sent: ${sent.error.code}`);
    return sent.ok ? { status: 'sent' } : { status: 'failed', failure: sent.error.code };
  }
}

const repeated = (draft: NoteDraft, known: Note): Failure | null =>
  isSame(draft, known) ? null : fail('invalid', 'the id belongs to another note').error;

const isSame = ({ contactId, callId, kind, sha256 }: NoteDraft, known: Note): boolean =>
  known.direction === 'out' &&
  known.contactId === contactId &&
  known.callId === callId &&
  known.kind === kind &&
  known.sha256 === sha256;
