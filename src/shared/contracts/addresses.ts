/** Fields that more than one boundary has: a policy and an account follow the same rules. */
import { z } from 'zod';
import { sipAddress, webSocketAddress } from '../domain/addresses.ts';

export const webSocketUrl = z
  .string()
  .max(2048)
  .regex(webSocketAddress, 'must be a wss:// address (ws:// only to this computer itself)');

export const sipUri = z.string().regex(sipAddress, 'must look like sip:anna@example.com');
