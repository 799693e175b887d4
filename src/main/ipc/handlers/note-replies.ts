import type { BusinessHours } from '#shared/contracts/business-hours.ts';
import type { Note } from '#shared/contracts/note.ts';
import type { ReplyTemplates } from '#shared/contracts/reply-templates.ts';
import type { ReplyLocale } from '#shared/domain/replies/named-time.ts';
import { suggestReplies } from '#shared/domain/replies/suggest.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { UiHandlers } from '../request-gate.ts';

export interface NoteRepliesOptions {
  readonly note: (noteId: string) => Promise<Result<Note | null>>;
  /** Whether the contact can be written to now. */
  readonly mayWrite: (contactId: string) => Promise<boolean>;
  /** The channel's; null: none are set. */
  readonly hours: () => Promise<BusinessHours | null>;
  readonly templates: () => ReplyTemplates;
  readonly locale: () => ReplyLocale;
}

/** Answers to a note with a transcript; none where nothing can be sent. */
export const noteRepliesHandler = (options: NoteRepliesOptions): Pick<UiHandlers, 'note.replies'> => ({
  'note.replies': async ({ noteId }) => {
    const found = await options.note(noteId);
    if (!found.ok) return found;
    const note = found.value;
    if (note === null) return fail('not-found');
    if (note.transcript === null || !(await options.mayWrite(note.contactId))) return ok([]);
    const { text, language } = note.transcript;
    const hours = await options.hours();
    return ok(suggestReplies({ text, language, locale: options.locale(), hours, templates: options.templates() }));
  },
});
