/** What an agent can set on this desktop (electron-store, `settings.json`). A managed policy can fix some of it. */
import { z } from 'zod';
import { replyTemplates } from './reply-templates.ts';

/** null: whatever the operating system uses by default. */
const deviceId = z.string().max(512).nullable();

const fields = {
  locale: z.enum(['en', 'it', 'de']).nullable(),
  theme: z.enum(['system', 'light', 'dark']),
  microphone: deviceId,
  speaker: deviceId,
  /** Where it rings: may differ from where one talks, so that a call is heard without the headset on. */
  ringer: deviceId,
  ringVolume: z.number().min(0).max(1),
  camera: deviceId,
  /** Offers to leave a note where a contact did not answer. */
  missedCallPrompts: z.boolean(),
  replyTemplates,
  /** Who writes down what is said in notes: nobody, the provider, or this computer as well where the provider does not. */
  transcripts: z.enum(['off', 'provider', 'local']),
  /** Folder of the model with which this computer does so; null: none was chosen. */
  transcriptModel: z.string().min(1).max(4096).nullable(),
  notifyCalls: z.boolean(),
  notifyMessages: z.boolean(),
  /** Seconds of after-call work in which no call rings; 0 switches it off. */
  wrapUpSeconds: z.int().min(0).max(600),
  /** Telephone links of other applications open the dial dialog. */
  telLinks: z.boolean(),
  /** Answers the oldest ringing call from any application. Electron accelerator; null: none. */
  answerShortcut: z.string().max(64).nullable(),
};

export const settingsSchema = z.object({
  locale: fields.locale.default(null),
  theme: fields.theme.default('system'),
  microphone: fields.microphone.default(null),
  speaker: fields.speaker.default(null),
  ringer: fields.ringer.default(null),
  ringVolume: fields.ringVolume.default(0.8),
  camera: fields.camera.default(null),
  missedCallPrompts: fields.missedCallPrompts.default(true),
  replyTemplates: fields.replyTemplates.default({}),
  transcripts: fields.transcripts.default('provider'),
  transcriptModel: fields.transcriptModel.default(null),
  notifyCalls: fields.notifyCalls.default(true),
  notifyMessages: fields.notifyMessages.default(true),
  wrapUpSeconds: fields.wrapUpSeconds.default(0),
  telLinks: fields.telLinks.default(false),
  answerShortcut: fields.answerShortcut.default('CommandOrControl+Shift+A'),
});

/** A change of some settings. Not `settingsSchema.partial()`: that fills in the defaults, and every change would reset all the others. */
export const settingsChange = z.strictObject(fields).partial();
export type SettingsChange = z.infer<typeof settingsChange>;

export type Settings = z.infer<typeof settingsSchema>;
export type SettingKey = keyof Settings;

/** Where a value in force comes from; `policy` cannot be changed by the agent. */
export type SettingOrigin = 'policy' | 'user' | 'default';
