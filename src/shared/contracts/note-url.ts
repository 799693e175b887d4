/** Address of a note's media for an element in the ui window, after `note.open`; answers range requests. */
export const noteUrl = (noteId: string): string => `app://ui/notes/${encodeURIComponent(noteId)}`;
