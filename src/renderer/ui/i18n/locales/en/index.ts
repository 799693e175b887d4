import { callEn } from './call.ts';
import { conversationEn } from './conversation.ts';
import { notesEn } from './notes.ts';
import { noticesEn } from './notices.ts';
import { recordingsEn } from './recordings.ts';
import { rulesEn } from './rules.ts';
import { settingsEn } from './settings.ts';
import { shellEn } from './shell.ts';
import { teamEn } from './team.ts';

/** English is the measure: the other languages have exactly these keys (plural forms by their own rules). */
export const en = {
  ...shellEn,
  ...callEn,
  ...conversationEn,
  ...notesEn,
  ...recordingsEn,
  ...settingsEn,
  ...noticesEn,
  ...teamEn,
  rules: rulesEn,
} as const;
