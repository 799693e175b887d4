/** A contact and the agent who deals with her, on the engine without sockets. */
import { execute } from '../../../src/gateway/agents/commands.ts';
import type { PermissionNews } from '../../../src/gateway/connectors/connector.ts';
import { headerValue } from '../../../src/gateway/sip/message.ts';
import { testWorkspace } from '../../fakes/gateway-connector.ts';
import { commandsOf, rig, settle } from './support.ts';

export const hour = 3_600_000;
export const uuid = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** How the desktop names a call that it places. */
export const asDesktop = (callId: string, contactId = 'lena') =>
  [
    ['X-Cornetta-Call-Id', callId],
    ['X-Cornetta-Contact-Id', contactId],
    ['X-Cornetta-Call-Kind', 'voice'],
  ] as const;

/** How a phone is told that a rule refuses, or the provider with a code; for how long is looked at where it matters. */
export const refused = (rule: string, code?: number): string =>
  `403 SIP;cause=403;text="${code === undefined ? '' : `code:${code} `}rule:${rule}"`;

/** A contact of whom nothing is known but her number. */
export async function withLena(phone: string | null = '+393331234567', rules = 'respond-io-2025-08') {
  const parts = await rig();
  const { connector } = parts;
  connector.events.workspace({ ...testWorkspace, rules });
  connector.events.contact({ contact: { id: 'lena', name: 'Lena', phone }, serviceWindowUntil: null });
  await settle();
  const tell = (news: { readonly answer: 'granted' | 'declined' | 'revoked' }, id: string, at = parts.clock.now()) => {
    const about = { id, contactId: 'lena', at, initial: false } as const;
    const source = 'contact' as const;
    const said: PermissionNews =
      news.answer === 'granted'
        ? { ...about, answer: 'granted', term: 'permanent', until: null, source }
        : news.answer === 'revoked'
          ? { ...about, answer: 'revoked', source }
          : { ...about, answer: 'declined' };
    connector.events.permission(said);
  };
  const write = (id: string, at = parts.clock.now()) =>
    connector.events.message({ id, contactId: 'lena', direction: 'in', text: 'hello', at, status: 'delivered' });
  const ask = (number: number) =>
    execute({ do: 'permission.request', id: uuid(number), contactId: 'lena' }, 'bruno', commandsOf(parts));
  const { phone: desk } = await parts.enlist('bruno');
  /** @returns the status and why, once the contact did not answer or the rules refused. */
  const place = async (callId: string): Promise<string> => {
    const call = desk.call('lena', { headers: asDesktop(callId) });
    await settle();
    connector.events.outgoingRefused(callId, 'no-answer');
    const response = await call.final;
    await settle();
    return `${response.status} ${(headerValue(response, 'Reason') ?? '').replace(/in:\d+ /, '')}`;
  };
  return { ...parts, desk, tell, write, ask, place };
}
