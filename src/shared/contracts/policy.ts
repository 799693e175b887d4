/** The managed policy file: `--policy=FILE`, `CORNETTA_POLICY`, or the machine-wide place. Every field is optional; unknown fields are errors, so that a misspelt one is noticed. */
import { z } from 'zod';
import { sipUri, webSocketUrl } from './addresses.ts';

const iceServer = z.strictObject({
  urls: z.union([z.string(), z.array(z.string()).min(1)]),
  username: z.string().optional(),
  credential: z.string().optional(),
});

/** Where it begins differs between systems. */
const wholePath = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^(\/|[a-z]:[\\/]|\\\\)/i, 'must be a whole path, from the root or the drive on');

export const policySchema = z.strictObject({
  workspace: z
    .strictObject({
      mode: z.enum(['sandbox', 'gateway', 'pbx']).optional(),
      url: webSocketUrl.optional(),
      token: z.string().min(1).max(4096).optional(),
    })
    .optional(),
  sip: z
    .strictObject({
      server: webSocketUrl.optional(),
      uri: sipUri.optional(),
      username: z.string().min(1).optional(),
      password: z.string().optional(),
      displayName: z.string().max(200).optional(),
      iceServers: z.array(iceServer).max(16).optional(),
    })
    .optional(),
  recording: z
    .strictObject({
      enabled: z.boolean().optional(),
      automatic: z.boolean().optional(),
      directory: wholePath(32_767).optional(),
    })
    .optional(),
  chats: z.strictObject({ missedCallPrompts: z.boolean().optional() }).optional(),
  notes: z
    .strictObject({
      /** Copies of notes on this computer are dropped after so many days, played ones only. */
      keepDays: z.int().min(1).max(3650).optional(),
      /** Megabytes that those copies may fill. */
      keepMegabytes: z.int().min(16).max(1_000_000).optional(),
      /** Who writes down what is said in them: nobody, the provider, or each desktop as well where the provider does not. */
      transcripts: z.enum(['off', 'provider', 'local']).optional(),
      /** Folder of the model with which a desktop does so. */
      transcriptModel: wholePath(4096).optional(),
    })
    .optional(),
  agent: z
    .strictObject({
      name: z.string().min(1).max(200).optional(),
      role: z.enum(['agent', 'supervisor']).optional(),
    })
    .optional(),
  locale: z.enum(['en', 'it', 'de']).optional(),
});

export type Policy = z.infer<typeof policySchema>;
export type IceServer = z.infer<typeof iceServer>;
