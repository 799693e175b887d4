import { fail } from '#shared/result.ts';
import type { GatewayLog } from '../../log.ts';
import type { ConnectorEvents } from '../connector.ts';

/** The same events for callers that cannot do anything about a listener that throws (timers, media): the fault is logged. */
export function guarded(events: ConnectorEvents, log: GatewayLog): ConnectorEvents {
  const guard =
    <Parameters extends readonly unknown[]>(name: string, event: (...parameters: Parameters) => void) =>
    (...parameters: Parameters): void => {
      try {
        event(...parameters);
      } catch (error) {
        log.error(`sandbox: ${name} could not be taken: ${String(error)}`);
      }
    };
  return {
    incomingCall: guard('incomingCall', events.incomingCall.bind(events)),
    callEnded: guard('callEnded', events.callEnded.bind(events)),
    outgoingRinging: guard('outgoingRinging', events.outgoingRinging.bind(events)),
    outgoingAnswered: guard('outgoingAnswered', events.outgoingAnswered.bind(events)),
    outgoingRefused: guard('outgoingRefused', events.outgoingRefused.bind(events)),
    reaction: guard('reaction', events.reaction.bind(events)),
    workspace: guard('workspace', events.workspace.bind(events)),
    contact: guard('contact', events.contact.bind(events)),
    message: guard('message', events.message.bind(events)),
    messageStatus: guard('messageStatus', events.messageStatus.bind(events)),
    contactEvent: guard('contactEvent', events.contactEvent.bind(events)),
    note: async (note, media) => {
      try {
        return await events.note(note, media);
      } catch (error) {
        log.error(`sandbox: note could not be taken: ${String(error)}`);
        return fail('internal', 'the note could not be taken');
      }
    },
    noteStatus: guard('noteStatus', events.noteStatus.bind(events)),
    permission: guard('permission', events.permission.bind(events)),
    elsewhere: guard('elsewhere', events.elsewhere.bind(events)),
    channel: guard('channel', events.channel.bind(events)),
    rates: guard('rates', events.rates.bind(events)),
  };
}
