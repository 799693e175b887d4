/** The account that an agent sets on this desktop where no policy decides: what to connect to. Its secret goes to the operating system's keyring only. */
import { z } from 'zod';
import { sipUri, webSocketUrl } from './addresses.ts';

/** It becomes part of SIP headers. */
const headerText = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}]*$/u, 'must be plain text on one line');

/** RFC 6750 §2.1: it becomes an HTTP header. */
const token = z
  .string()
  .trim()
  .min(1)
  .max(4096)
  .regex(/^[\x21-\x7e]+$/, 'must be letters, digits and signs without spaces');

const fields = {
  sandbox: { mode: z.literal('sandbox') },
  gateway: { mode: z.literal('gateway'), url: webSocketUrl },
  pbx: {
    mode: z.literal('pbx'),
    server: webSocketUrl,
    uri: sipUri.max(400),
    /** Absent: the user part of the address. */
    username: headerText.optional(),
    /** Absent: the agent's name. */
    displayName: headerText.optional(),
  },
};

/** As the ui sends it. A secret that is absent: the stored one is kept, which only the very server it was stored for gets. */
export const accountChange = z.discriminatedUnion('mode', [
  z.strictObject(fields.sandbox),
  z.strictObject({ ...fields.gateway, token: token.optional() }),
  z.strictObject({ ...fields.pbx, password: z.string().min(1).max(4096).optional() }),
]);
export type AccountChange = z.output<typeof accountChange>;

/** An account without its secret. */
export const accountFields = z.discriminatedUnion('mode', [
  z.object(fields.sandbox),
  z.object(fields.gateway),
  z.object(fields.pbx),
]);
export type AccountFields = z.output<typeof accountFields>;

export interface AccountView {
  readonly account: AccountFields;
  /** A token or password is stored and can be read. */
  readonly hasSecret: boolean;
  /** The policy decides; nothing can be set. */
  readonly managed: boolean;
  /** The name that the policy gives to whoever is called; null: it leaves that to the agent. */
  readonly managedDisplayName: string | null;
  /** Without a keyring no secret can be stored. */
  readonly secretsAvailable: boolean;
}
