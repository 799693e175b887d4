import type { Texts } from '../../texts.ts';
import { callDe } from './call.ts';
import { conversationDe } from './conversation.ts';
import { notesDe } from './notes.ts';
import { noticesDe } from './notices.ts';
import { recordingsDe } from './recordings.ts';
import { rulesDe } from './rules.ts';
import { settingsDe } from './settings.ts';
import { shellDe } from './shell.ts';
import { teamDe } from './team.ts';

export const de: Texts = {
  ...shellDe,
  ...callDe,
  ...conversationDe,
  ...notesDe,
  ...recordingsDe,
  ...settingsDe,
  ...noticesDe,
  ...teamDe,
  rules: rulesDe,
};
