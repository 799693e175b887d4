/** What an agent can set on this desktop (electron-store, `settings.json`). A managed policy can fix some of it. */
import { z } from 'zod';

/** null: whatever the operating system uses by default. */
const deviceId = z.string().max(512).nullable();

export const settingsSchema = z.object({
  locale: z.enum(['en', 'it', 'de']).nullable().default(null),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  microphone: deviceId.default(null),
  speaker: deviceId.default(null),
  /** Where it rings: may differ from where one talks, so that a call is heard without the headset on. */
  ringer: deviceId.default(null),
  ringVolume: z.number().min(0).max(1).default(0.8),
  notifyCalls: z.boolean().default(true),
  notifyMessages: z.boolean().default(true),
  /** Seconds of after-call work in which no call rings; 0 switches it off. */
  wrapUpSeconds: z.int().min(0).max(600).default(0),
  /** Answers the oldest ringing call from any application. Electron accelerator; null: none. */
  answerShortcut: z.string().max(64).nullable().default('CommandOrControl+Shift+A'),
});

export type Settings = z.infer<typeof settingsSchema>;
export type SettingKey = keyof Settings;

/** Where a value in force comes from; `policy` cannot be changed by the agent. */
export type SettingOrigin = 'policy' | 'user' | 'default';
