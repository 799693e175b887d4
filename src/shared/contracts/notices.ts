/** Something the agent must be told, kept until dismissed. The ui words it by `code`. */
export const noticeCodes = [
  /** the phone window died and was started again; a call that was up is lost */
  'phone-restarted',
  /** calls that were up when the app died; params.count */
  'calls-interrupted',
  /** recordings that were cut by a crash and saved as far as written; params.count */
  'recordings-recovered',
  /** the recordings folder cannot be reached, and unfinished recordings are in it; params.count */
  'recordings-out-of-reach',
  /** the folder for recordings cannot be reached: no call can be recorded; params.directory */
  'recordings-folder',
  'recording-failed',
  'recording-disk-full',
  'microphone-failed',
  'microphone-missing',
  'microphone-changed',
  'registration-refused',
  'gateway-restarted',
  'gateway-refused',
  'cache-rebuilt',
  'ledger-salvaged',
  /** rows of the audit trail were changed or are missing */
  'audit-broken',
  /** the ledger cannot be written at the moment; what happens is kept in memory and written as soon as it can be */
  'storage-failing',
  'no-keyring',
  /** the keyring does not give out the account's password or token; nothing is connected */
  'secret-missing',
  /** the file of the account was damaged and put aside; the sandbox runs */
  'account-damaged',
  'call-failed',
  /** a rule refused a call that was placed; params.rule, params.contactId; where known params.code of the provider, params.againAt (this computer's clock) */
  'call-refused',
  /** the phone window could not do, after all, what was asked of a call that is up; params.callId */
  'mute-failed',
  'unmute-failed',
  'hold-failed',
  'resume-failed',
  'digits-failed',
  'call-answered-elsewhere',
  'message-failed',
  /** the gateway will not take a note, or its media is lost; it stands in the conversation, to be tried again or thrown away; params.contactId */
  'note-failed',
  /** what was being recorded could not be made a note of; params.contactId */
  'note-lost',
  /** a part of what was being recorded when the app died cannot be read; what came before is a draft, if there is any */
  'note-damaged',
  /** no keyring, or the disk is full: the note is kept in memory only, and lost if the app ends before it is sent */
  'note-in-memory',
  /** the contact's service window had closed before the gateway got the message */
  'message-window-closed',
  'shortcut-taken',
  /** telephone links are wanted here, and the system does not open them here */
  'links-refused',
] as const;
export type NoticeCode = (typeof noticeCodes)[number];

export interface Notice {
  readonly id: string;
  readonly code: NoticeCode;
  readonly level: 'info' | 'warning' | 'error';
  readonly at: number;
  readonly params: Readonly<Record<string, string | number>>;
}
