/** The managed policy file: `--policy=FILE`, `CORNETTA_POLICY`, or the machine-wide place. Every field is optional; unknown fields are errors, so that a misspelt one is noticed. */
import { z } from 'zod';

/** wss to anywhere; ws only to this computer itself, where nobody can listen in. No user name or password in the address. */
const webSocketUrl = z
  .string()
  .max(2048)
  .regex(
    /^(wss:\/\/[^\s/?#@\\]+|ws:\/\/(127\.0\.0\.1|\[::1\]|localhost)(:\d{1,5})?)([/?][^\s#]*)?$/i,
    'must be a wss:// address (ws:// only to this computer itself)',
  );

const iceServer = z.strictObject({
  urls: z.union([z.string(), z.array(z.string()).min(1)]),
  username: z.string().optional(),
  credential: z.string().optional(),
});

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
      uri: z
        .string()
        .regex(/^sips?:[^@\s]+@[^@\s]+$/, 'must look like sip:anna@example.com')
        .optional(),
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
      directory: z.string().min(1).optional(),
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
