import type { Scenario } from '#shared/contracts/scenario.ts';
import { fail } from '#shared/result.ts';
import type { Clock } from '../../clock.ts';
import type { GatewayLog } from '../../log.ts';
import type { Connector, ConnectorEvents } from '../connector.ts';
import { createCalls, type SandboxCall } from './calls.ts';
import { castOf } from './cast.ts';
import { guarded } from './guarded-events.ts';
import { runIdentity } from './identity.ts';
import { createIncomingCalls } from './incoming-calls.ts';
import type { ContactMedia } from './media/contact-media.ts';
import { createOutbox } from './outbox.ts';
import { createOutgoingCalls } from './outgoing-calls.ts';
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
  /** Until when a contact may be written to, as far as an earlier shift or life knows; null: closed, or nobody knows. */
  readonly windowUntil: (contactId: string) => number | null;
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
    startedAt,
    inOrder(scenario.timeline).flatMap(({ step, index }) => (options.done(index) ? [step] : [])),
    options.windowUntil,
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
    const perform = createStepPerformer({ ...context, events: target, incoming });
    return {
      events,
      incoming,
      outgoing: createOutgoingCalls(context),
      outbox: createOutbox(context),
      runner: createRunner({ timeline: scenario.timeline, startedAt, clock, log, done: options.done, perform }),
    };
  };

  return {
    start: async (target) => {
      if (running !== null || stopped) throw new Error('a sandbox is started once');
      const begun = begin(target);
      running = begun;
      begun.events.workspace(cast.workspace());
      let announced = 0;
      for (const state of cast.contacts()) {
        begun.events.contact(state);
        if (++announced % announceAtOnce === 0) await new Promise((resolve) => setImmediate(resolve));
        if (stopped) return;
      }
      if (!stopped) begun.runner.start();
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
    sendMessage: async (message) =>
      (stopped ? null : running)?.outbox.send(message) ?? fail('offline', 'the sandbox is not running'),
    stop: async () => {
      stopped = true;
      running?.runner.stop();
      running?.incoming.stop();
      running?.outbox.stop();
      await calls.stop();
      media.dispose();
    },
  };

  function end(call: SandboxCall): void {
    if (call.direction === 'incoming') running?.incoming.dismiss(call);
    else calls.end(call);
  }
}

interface Running {
  readonly events: ConnectorEvents;
  readonly incoming: ReturnType<typeof createIncomingCalls>;
  readonly outgoing: ReturnType<typeof createOutgoingCalls>;
  readonly outbox: ReturnType<typeof createOutbox>;
  readonly runner: ReturnType<typeof createRunner>;
}
