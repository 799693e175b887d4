import { z } from 'zod';
import { accountChange } from './account.ts';
import { channelSettings } from './calling.ts';
import { followUpAct } from './follow-up.ts';
import { callId, contactId, recordingId } from './identifiers.ts';
import { noteId } from './note.ts';
import { reaction } from './reaction.ts';
import { presence } from './records.ts';
import { settingsChange } from './settings.ts';

const page = { before: z.string().max(400).nullable(), limit: z.int().min(1).max(200) };

/** What the ui window may ask of main: the schema of each argument, checked in main after the sender. */
export const uiRequests = {
  'session.snapshot': z.null(),
  /** The window shows its first view: what main has put off for that may begin. */
  'window.painted': z.null(),

  /** `camera`: a video call is answered with the own picture. */
  'call.answer': z.strictObject({ callId, camera: z.boolean().default(false) }),
  'call.decline': z.strictObject({ callId }),
  'call.end': z.strictObject({ callId }),
  'call.mute': z.strictObject({ callId, on: z.boolean() }),
  /** Errors: `gone`, `unsupported`, `camera`. */
  'call.camera': z.strictObject({ callId, on: z.boolean() }),
  /** Errors: `gone`, `offline`, `unsupported`. */
  'call.react': z.strictObject({ callId, reaction }),
  'call.hold': z.strictObject({ callId, on: z.boolean() }),
  'call.dtmf': z.strictObject({ callId, tones: z.string().regex(/^[0-9A-D*#,]{1,32}$/) }),
  'call.record': z.strictObject({ callId, on: z.boolean() }),
  /** `number` is E.164 or a SIP address (PBX); exactly one of the two. */
  'call.place': z
    .strictObject({
      contactId: contactId.optional(),
      number: z.string().max(200).optional(),
      kind: z.enum(['voice', 'video']),
    })
    .refine((value) => (value.contactId === undefined) !== (value.number === undefined), 'needs a contact or a number'),
  /** null: the workspace has no rules (PBX). Error: `not-found`. */
  'calling.get': z.strictObject({ contactId }),
  /** `clientId` makes a repeated request the same one. Errors: `rule`, with its refusal. */
  'permission.request': z.strictObject({ contactId, clientId: z.uuid() }),
  /** What was typed, pasted or linked to, as a number and whose it is. */
  'dial.look': z.strictObject({ text: z.string().min(1).max(300) }),
  'presence.set': z.strictObject({ presence }),
  'wrapUp.finish': z.null(),

  'inbox.page': z.strictObject(page),
  'contact.get': z.strictObject({ contactId }),
  'timeline.page': z.strictObject({ contactId, ...page }),
  /** Names, numbers and messages; newest first. */
  search: z.strictObject({ text: z.string().min(1).max(200), limit: z.int().min(1).max(100) }),
  'conversation.read': z.strictObject({ contactId }),
  /** `clientId` makes a repeated send the same message. */
  'message.send': z.strictObject({ contactId, text: z.string().trim().min(1).max(4096), clientId: z.uuid() }),

  /** Begins a note for an unanswered call. Errors: `busy` while there is a call or another note, `microphone`, `camera`, `media`, `gone`, `window-closed`. */
  'note.record': z.strictObject({ callId }),
  'note.stop': z.strictObject({ noteId }),
  /** Throws away what was recorded, or leaves the prompt; the note of a sent one stays. */
  'note.discard': z.strictObject({ noteId }),
  /** Durable when answered: the note is sent exactly once, now or when the gateway is back. */
  'note.send': z.strictObject({ noteId }),
  /** "Cancel" in the group "No answer". */
  'note.dismissPrompt': z.strictObject({ callId }),
  /** Makes the media ready to play. Errors: `offline`, `gone`, `damaged`, `unsupported`, `storage`, `no-keyring`. */
  'note.open': z.strictObject({ noteId }),
  /** An incoming one has begun to play. */
  'note.played': z.strictObject({ noteId }),
  /** Suggested answers to a note with a transcript; never sent by themselves. */
  'note.replies': z.strictObject({ noteId }),
  /** What copies of notes fill on this computer. */
  'notes.storage': z.null(),

  /** How far this computer is with writing down what is said in notes. */
  'transcripts.get': z.null(),
  /** Asks for the folder of the model in a dialog, and sets it. Answered when the dialog is closed, chosen or not. Errors: `managed`, `storage`. */
  'transcripts.chooseModel': z.null(),

  'calls.page': z.strictObject({ tab: z.enum(['all', 'missed', 'answered', 'outgoing']), ...page }),
  'recordings.page': z.strictObject(page),
  /** Peaks of the wave form, -1…1 as 0…255 pairs a channel; empty where none were kept. */
  'recordings.peaks': z.strictObject({ recordingId }),

  /** Folders are chosen in a dialog of the system's: see `transcripts.chooseModel`. */
  'settings.set': settingsChange
    .omit({ transcriptModel: true })
    .refine((value) => Object.keys(value).length > 0, 'names no setting'),
  /** Level meter in the settings page: levels arrive as `levels` pushes with `callId: null`. */
  'audio.meter': z.strictObject({ on: z.boolean() }),
  /** The camera for the settings page; its picture comes over the pictures' port. Errors: `busy` while there is a call or a note, `camera`. */
  'camera.preview': z.strictObject({ on: z.boolean() }),
  'audio.testSound': z.strictObject({ device: z.enum(['speaker', 'ringer']) }),
  'notice.dismiss': z.strictObject({ id: z.string().max(200) }),

  /** Errors: `unsupported` (PBX). */
  'channel.get': z.null(),
  /** For supervisors; the gateway decides. Errors: `offline`, `forbidden`, `rule`, `invalid`, `unsupported`. */
  'channel.set': z.strictObject({ settings: channelSettings }),
  /** For supervisors; the text of the CSV file. Errors as `channel.set`; the detail of `invalid` has a line for each fault. */
  'rates.import': z.strictObject({ csv: z.string().min(1).max(500_000) }),
  /** Open ones, and what was done in the last seven days. */
  'followUps.list': z.null(),
  /** Errors: `offline`, `gone`, `not-found`, `unsupported`. */
  'followUp.act': z.strictObject({ id: callId, act: followUpAct }),
  'answerRate.get': z.null(),

  'account.get': z.null(),
  /** Answered once it is stored; then the app restarts. Errors: `managed`, `no-keyring`, `busy` while there are calls, `invalid` (its detail begins with the field). */
  'account.set': accountChange,
} as const;

export type UiRequestName = keyof typeof uiRequests;
export type UiRequestArgument<Name extends UiRequestName> = z.input<(typeof uiRequests)[Name]>;
