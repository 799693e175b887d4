import type { Note } from '#shared/contracts/note.ts';
import type { Scenario } from '#shared/contracts/scenario.ts';
import { fail } from '#shared/result.ts';
import type { Clock } from '../../clock.ts';
import type { GatewayLog } from '../../log.ts';
import type { Connector, ConnectorEvents } from '../connector.ts';
import { createAsking, type Request } from './asking.ts';
import { createCalls, type SandboxCall } from './calls.ts';
import { castOf, type EarlierLife, type SandboxContact } from './cast.ts';
import { guarded } from './guarded-events.ts';
import { runIdentity } from './identity.ts';
import { createIncomingCalls } from './incoming-calls.ts';
import type { ContactMedia } from './media/contact-media.ts';
import { createLeavingNotes, type LeavingNotes } from './notes/leaving.ts';
import { createTakingNotes } from './notes/taking.ts';
import { createOutbox } from './outbox.ts';
import { createOutgoingCalls } from './outgoing-calls.ts';
import { createReacting, type Reacting } from './reacting.ts';
import { createRunner, inOrder } from './runner.ts';
import { createStepPerformer } from './steps.ts';

export interface SandboxOptions {
  readonly scenario: Scenario;
  /** Sound files are looked for here. */
  readonly scenarioDirectory: string;
  /** Names this shift; the same again after a crash of the gateway, another one when the scenario begins anew. */
  readonly runId: string;
  /** When the shift began: the zero of the timeline, in milliseconds since 1970. */
  readonly startedAt: number;
  /** Which steps of the timeline were brought about already; lasts as long as the run. */
  readonly done: (stepIndex: number) => boolean;
  readonly markDone: (stepIndex: number) => void;
  readonly earlier: EarlierLife;
  /** Requests for permission that the contacts have not answered yet. */
  readonly waiting: () => readonly Request[];
  /** Notes that the sandbox took before, and that are not known to be played. */
  readonly notesUnderWay: () => readonly Note[];
  /** Newest call of a contact that nobody answered; null: none. */
  readonly unansweredCall: (contactId: string) => string | null;
  readonly clock: Clock;
  readonly log: GatewayLog;
}

/** Contacts announced in one go before other work gets its turn. */
const announceAtOnce = 500;

/** The sandbox on a given way of handling media; see `createSandboxConnector`. */
export function assembleSandbox(options: SandboxOptions, media: ContactMedia): Connector {
  const { scenario, clock, log, startedAt } = options;
  const cast = castOf(
    scenario,
    inOrder(scenario.timeline).flatMap(({ step, index }) => (options.done(index) ? [step] : [])),
    options.earlier,
    startedAt,
  );
  const calls = createCalls({ clock, log });
  let running: Running | null = null;
  let stopped = false;

  const begin = (target: ConnectorEvents): Running => {
    const events = guarded(target, log);
    const identity = runIdentity(options.runId);
    const markDone = (stepIndex: number): void => {
      try {
        options.markDone(stepIndex);
      } catch (error) {
        log.error(`sandbox: timeline[${stepIndex}] could not be marked as done: ${String(error)}`);
      }
    };
    const context = { calls, cast, media, clock, log, events, identity, startedAt, markDone };
    const incoming = createIncomingCalls(context);
    const { scenarioDirectory: directory, unansweredCall } = options;
    const leaving = createLeavingNotes({ ...context, directory, unansweredCall });
    const reacting = createReacting(context);
    const perform = createStepPerformer({ ...context, events: target, incoming, notes: leaving, reacting });
    return {
      events,
      incoming,
      outgoing: createOutgoingCalls(context),
      outbox: createOutbox(context),
      asking: createAsking(context),
      leaving,
      reacting,
      taking: createTakingNotes(context),
      runner: createRunner({ timeline: scenario.timeline, startedAt, clock, log, done: options.done, perform }),
    };
  };

  return {
    start: async (target) => {
      if (running !== null || stopped) throw new Error('a sandbox is started once');
      const begun = begin(target);
      running = begun;
      begun.events.workspace(cast.workspace());
      if (options.earlier.balance === undefined) furnish(begun.events, scenario);
      let announced = 0;
      for (const contact of cast.contacts()) {
        introduce(begun.events, contact, options);
        if (++announced % announceAtOnce === 0) await new Promise((resolve) => setImmediate(resolve));
        if (stopped) return;
      }
      if (stopped) return;
      for (const request of options.waiting()) begun.asking.resume(request);
      for (const note of options.notesUnderWay()) begun.taking.resume(note);
      begun.runner.start();
    },
    answer: async (callId, answerSdp) =>
      running?.incoming.answer(callId, answerSdp) ?? fail('gone', 'the sandbox is not running'),
    reject: async (callId) => {
      const call = calls.find(callId);
      // A refusal that crosses with an answer comes too late.
      if (call !== null && call.phase !== 'up') end(call);
    },
    hangUp: async (callId) => {
      const call = calls.find(callId);
      if (call !== null) end(call);
    },
    placeCall: async (placed) =>
      (stopped ? null : running)?.outgoing.place(placed) ?? fail('offline', 'the sandbox is not running'),
    renegotiate: async (callId, offerSdp) => {
      const call = calls.find(callId);
      if (call === null || call.phase !== 'up' || call.media === null) return fail('gone', 'the call is over');
      const answer = await call.media.answerOffer(offerSdp);
      return calls.find(callId) === call ? answer : fail('gone', 'the call ended meanwhile');
    },
    digits: (callId, digits) => log.info(`sandbox: call ${callId}: ${digits.length} digits by INFO`),
    takesReactions: true,
    react: (callId, reaction) => running?.reacting.take(callId, reaction),
    sendMessage: async (message) =>
      (stopped ? null : running)?.outbox.send(message) ?? fail('offline', 'the sandbox is not running'),
    sendNote: async (note) =>
      (stopped ? null : running)?.taking.take(note) ?? fail('offline', 'the sandbox is not running'),
    notePlayed: ({ id, contactId, playedBy }) => log.info(`sandbox: ${playedBy} played note ${id} of ${contactId}`),
    requestPermission: async (request) =>
      (stopped ? null : running)?.asking.ask(request) ?? fail('offline', 'the sandbox is not running'),
    stop: async () => {
      stopped = true;
      running?.runner.stop();
      running?.incoming.stop();
      running?.outbox.stop();
      running?.asking.stop();
      running?.leaving.stop();
      running?.reacting.stop();
      running?.taking.stop();
      await calls.stop();
      media.dispose();
    },
  };

  function end(call: SandboxCall): void {
    if (call.direction === 'incoming') running?.incoming.dismiss(call);
    else calls.end(call);
  }
}

/** What a new shift finds; later a supervisor may have changed it. */
function furnish(events: ConnectorEvents, { workspace }: Scenario): void {
  const { hours, messagingLimit, ringing, rates } = workspace;
  const settings = { ...(hours === undefined ? {} : { hours }), ...(ringing === undefined ? {} : { ringing }) };
  const limit = messagingLimit === undefined ? {} : { messagingLimit };
  events.channel({ settings, ...limit });
  if (rates !== undefined) events.rates(rates);
}

/** A contact, and how it stands to being called when the shift begins. */
function introduce(
  events: ConnectorEvents,
  contact: SandboxContact,
  { runId, startedAt, earlier }: SandboxOptions,
): void {
  const { id: contactId, name, phone, permission, term } = contact;
  events.contact({ contact: { id: contactId, name, phone }, serviceWindowUntil: null });
  const news = { id: `${runId}/permission`, contactId, at: startedAt + earlier.aheadMs, initial: true } as const;
  if (permission === 'granted') events.permission({ ...news, answer: 'granted', term, until: null, source: 'contact' });
  else if (permission === 'declined') events.permission({ ...news, answer: 'declined' });
}

interface Running {
  readonly events: ConnectorEvents;
  readonly incoming: ReturnType<typeof createIncomingCalls>;
  readonly outgoing: ReturnType<typeof createOutgoingCalls>;
  readonly outbox: ReturnType<typeof createOutbox>;
  readonly asking: ReturnType<typeof createAsking>;
  readonly leaving: LeavingNotes;
  readonly reacting: Reacting;
  readonly taking: ReturnType<typeof createTakingNotes>;
  readonly runner: ReturnType<typeof createRunner>;
}
