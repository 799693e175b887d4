import type { Texts } from '../../texts.ts';
import { callIt } from './call.ts';
import { conversationIt } from './conversation.ts';
import { notesIt } from './notes.ts';
import { noticesIt } from './notices.ts';
import { recordingsIt } from './recordings.ts';
import { rulesIt } from './rules.ts';
import { settingsIt } from './settings.ts';
import { shellIt } from './shell.ts';
import { teamIt } from './team.ts';

export const it: Texts = {
  ...shellIt,
  ...callIt,
  ...conversationIt,
  ...notesIt,
  ...recordingsIt,
  ...settingsIt,
  ...noticesIt,
  ...teamIt,
  rules: rulesIt,
};
