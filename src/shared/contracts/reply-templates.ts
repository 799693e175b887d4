/** Texts from which suggested replies are made. `{time}` and `{hours}` are filled in; a template without its placeholder is used as it is. */
import { z } from 'zod';

export const replyKinds = ['callAt', 'hours', 'callNow', 'thanks'] as const;
export type ReplyKind = (typeof replyKinds)[number];

const text = z.string().trim().min(1).max(500);

const templates = z.strictObject({
  callAt: text.optional(),
  hours: text.optional(),
  callNow: text.optional(),
  thanks: text.optional(),
});

/** What an agent changed, by language; what is absent is as delivered. */
export const replyTemplates = z.strictObject({
  en: templates.optional(),
  it: templates.optional(),
  de: templates.optional(),
});
export type ReplyTemplates = z.infer<typeof replyTemplates>;
