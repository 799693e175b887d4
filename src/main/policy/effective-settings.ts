import type { Policy } from '#shared/contracts/policy.ts';
import type { SettingView } from '#shared/contracts/session.ts';
import { type SettingKey, type SettingOrigin, type Settings, settingsSchema } from '#shared/contracts/settings.ts';
import { type Failure, fail } from '#shared/result.ts';

/** What the agent has set; everything else is default. */
export type UserSettings = { readonly [Key in SettingKey]?: Settings[Key] | undefined };

/** Settings that the policy fixes. */
function managedSettings(policy: Policy): UserSettings {
  const { locale, chats = {}, notes = {} } = policy;
  const { missedCallPrompts } = chats;
  const { transcripts, transcriptModel } = notes;
  return {
    ...(locale === undefined ? {} : { locale }),
    ...(missedCallPrompts === undefined ? {} : { missedCallPrompts }),
    ...(transcripts === undefined ? {} : { transcripts }),
    ...(transcriptModel === undefined ? {} : { transcriptModel }),
  };
}

/** Policy over the agent's own over default, each with where it comes from. */
export function effectiveSettings(policy: Policy, user: UserSettings): SettingView {
  const managed = managedSettings(policy);
  const defaults = settingsSchema.parse({});
  const view = <Key extends SettingKey>(key: Key): { value: Settings[Key]; origin: SettingOrigin } => {
    const fromPolicy: Settings[Key] | undefined = managed[key];
    if (fromPolicy !== undefined) return { value: fromPolicy, origin: 'policy' };
    const fromUser: Settings[Key] | undefined = user[key];
    if (fromUser !== undefined) return { value: fromUser, origin: 'user' };
    return { value: defaults[key], origin: 'default' };
  };
  return {
    locale: view('locale'),
    theme: view('theme'),
    microphone: view('microphone'),
    speaker: view('speaker'),
    ringer: view('ringer'),
    ringVolume: view('ringVolume'),
    camera: view('camera'),
    missedCallPrompts: view('missedCallPrompts'),
    replyTemplates: view('replyTemplates'),
    transcripts: view('transcripts'),
    transcriptModel: view('transcriptModel'),
    notifyCalls: view('notifyCalls'),
    notifyMessages: view('notifyMessages'),
    wrapUpSeconds: view('wrapUpSeconds'),
    telLinks: view('telLinks'),
    answerShortcut: view('answerShortcut'),
  };
}

/** The plain values in force. */
export function settingsInForce(view: SettingView): Settings {
  return settingsSchema.parse(Object.fromEntries(Object.entries(view).map(([key, { value }]) => [key, value])));
}

/** A change that touches what the organisation fixed is refused as a whole; null: it may be made. */
export function refuseManaged(
  policy: Policy,
  change: UserSettings,
): { readonly ok: false; readonly error: Failure } | null {
  const managed = managedSettings(policy);
  const names = Object.keys(change).filter((key) => Object.hasOwn(managed, key));
  return names.length === 0 ? null : fail('managed', names.join(', '));
}

/** The language in force: policy, setting, then the system's first language that the app speaks, then English. */
export function localeInForce(setting: Settings['locale'], systemLanguages: readonly string[]): 'en' | 'it' | 'de' {
  if (setting !== null) return setting;
  const spoken = ['en', 'it', 'de'] as const;
  for (const language of systemLanguages) {
    const found = spoken.find((locale) => language.toLowerCase().split(/[-_]/)[0] === locale);
    if (found !== undefined) return found;
  }
  return 'en';
}
