import type { AgentCommand } from '#shared/contracts/agent.ts';
import type { Message } from '#shared/contracts/records.ts';
import { unreachable } from '#shared/never.ts';
import { type Failure, fail, type Result } from '#shared/result.ts';
import type { Calling } from '../calling/calling.ts';
import { importRates, setChannel } from '../calling/settings.ts';
import type { Connector } from '../connectors/connector.ts';
import type { Notes } from '../notes/notes.ts';
import type { Clock } from '../platform/clock.ts';
import { afterwards, settled } from '../platform/guard.ts';
import type { GatewayLog } from '../platform/log.ts';
import type { GatewayStore } from '../store/gateway-store.ts';
import type { PresenceBoard } from './presence.ts';

export interface CommandContext {
  readonly store: GatewayStore;
  readonly connector: Connector;
  readonly presence: PresenceBoard;
  readonly calling: Calling;
  readonly notes: Pick<Notes, 'send' | 'discard' | 'played'>;
  readonly clock: Clock;
  readonly log: GatewayLog;
  readonly agentName: (agentId: string) => string;
  readonly isSupervisor: (agentId: string) => boolean;
}

/** A connector that has not taken a message by then has failed it. */
const sendLimitMs = 60_000;

/** How far a desktop's clock may be ahead: beyond, messages still to come would count as read. */
const clockSkewMs = 60_000;

/** Does what an agent wants. Every command may come twice and then changes nothing more. null: done. */
export async function execute(
  command: AgentCommand,
  agentId: string,
  context: CommandContext,
): Promise<Failure | null> {
  const { store, presence, calling } = context;
  switch (command.do) {
    case 'presence':
      presence.set(agentId, command.presence, command.ringing);
      return null;
    case 'message':
      return sendMessage(command, context);
    case 'read': {
      if (store.contact(command.contactId) === null) return fail('not-found', 'no such contact').error;
      const upTo = Math.min(command.upTo, calling.desk.now() + clockSkewMs);
      return failureOf(await store.submit({ type: 'read', contactId: command.contactId, upTo, agentId }));
    }
    case 'contact.event':
      if (store.contact(command.event.contactId) === null) return fail('not-found', 'no such contact').error;
      // How a call that came through here ends for the team is for the gateway to say, not for one of the desktops at which it rang.
      if (command.event.callId !== null && calling.records.isKnown(command.event.callId)) return null;
      return failureOf(await store.submit({ type: 'contact.event', event: command.event }));
    case 'assign': {
      const { contactId, to } = command;
      if (store.contact(contactId) === null) return fail('not-found', 'no such contact').error;
      const assignee = to === 'me' ? { id: agentId, name: context.agentName(agentId) } : null;
      return failureOf(await store.submit({ type: 'contact.assigned', contactId, assignee }));
    }
    case 'follow-up': {
      const by = { id: agentId, name: context.agentName(agentId), isSupervisor: context.isSupervisor(agentId) };
      return failureOf(await store.actOnFollowUp({ id: command.id, act: command.act, by, at: calling.desk.now() }));
    }
    case 'permission.request':
      return calling.requests.ask(command, context.agentName(agentId));
    case 'note.send':
      return context.notes.send(command.note, context.agentName(agentId));
    case 'note.discard':
      return context.notes.discard(command.id);
    case 'note.played':
      return context.notes.played(command.id, context.agentName(agentId));
    case 'channel.set':
      return forSupervisors(agentId, context) ?? setChannel(command.settings, calling.desk, store);
    case 'rates.import':
      return forSupervisors(agentId, context) ?? importRates(command.csv, calling.desk, store);
    default:
      return unreachable(command);
  }
}

const forSupervisors = (agentId: string, { isSupervisor }: CommandContext): Failure | null =>
  isSupervisor(agentId) ? null : fail('forbidden', 'for supervisors only').error;

const failureOf = (result: Result<unknown>): Failure | null => (result.ok ? null : result.error);

async function sendMessage(
  command: Extract<AgentCommand, { do: 'message' }>,
  context: CommandContext,
): Promise<Failure | null> {
  const { store, calling } = context;
  const { id, contactId, text } = command;
  const contact = store.contact(contactId);
  if (contact === null) return fail('not-found', 'no such contact').error;
  const known = store.message(id);
  if (known !== null) return repeated(command, known);
  // After the look for a repetition: what was taken while the window was open stays taken.
  if (calling.mayWrite(contactId) !== null)
    return fail('window-closed', 'the service window is closed until the contact writes, calls or takes a call').error;
  const message: Message = { id, contactId, direction: 'out', text, at: calling.desk.now(), status: 'sending' };
  const kept = await store.submit({ type: 'message', message });
  if (!kept.ok) return kept.error;
  // Another socket of the agent brought it, too, while this one waited for the disk: the one that was first delivers it.
  if (!kept.value) return repeated(command, store.message(id) ?? message);
  deliver(message, context);
  return null;
}

function repeated({ contactId, text }: Extract<AgentCommand, { do: 'message' }>, known: Message): Failure | null {
  const same = known.contactId === contactId && known.text === text;
  return same ? null : fail('invalid', 'the id belongs to another message').error;
}

/** Hands a message that is on disk to the connector, which reports what becomes of it. */
export function deliver(message: Message, { store, connector, clock, log }: CommandContext): void {
  const sent = settled(clock, log, sendLimitMs, () => connector.sendMessage(message));
  afterwards(log, 'sending a message', sent, (result) => {
    if (!result.ok) log.warn(`a message was not sent: ${result.error.code}`);
    const { id: messageId, contactId } = message;
    const status = result.ok ? 'sent' : 'failed';
    store.publish({ do: 'event', event: { type: 'message.status', messageId, contactId, status } });
  });
}
