/** The queue as the rest of main uses it: events and commands in; results, effects and views out. */
import { createActor } from 'xstate';
import type { GatewayEvent } from '#shared/contracts/agent.ts';
import type { PhoneEvent, PhoneToMain } from '#shared/contracts/phone.ts';
import type { Presence } from '#shared/contracts/records.ts';
import { type Failure, fail, ok, type Result } from '#shared/result.ts';
import { type PlaceRequest, type QueueCommand, type SystemEvent, toEvent } from './commands.ts';
import { createEffectRunner } from './effect-runner.ts';
import { type Effect, effectsLogic } from './effects.ts';
import { routePhoneMessage, tell } from './phone-router.ts';
import type { QueuePorts } from './ports.ts';
import { isSameViews, type QueueViews, type Tone, toneOf, toQueueViews } from './projection.ts';
import type { QueueContext, QueueEvent } from './queue-context.ts';
import { queueMachine } from './queue-machine.ts';
import { defaultTimings, type QueueSettings, type QueueTimings } from './settings.ts';

export interface QueueOptions {
  readonly settings: QueueSettings;
  readonly presence: Presence;
  readonly timings?: Partial<QueueTimings>;
}

export interface Queue {
  /** Whether it can be done, at once; what comes of it shows in the views. Errors: `busy`, `gone`, `not-found`, `offline`, `recording-disabled`. */
  command(command: QueueCommand): Result<null>;
  /** Errors: `busy`, `offline`. */
  place(request: PlaceRequest): Result<{ readonly callId: string }>;
  fromPhone(message: PhoneToMain): void;
  fromGateway(event: GatewayEvent): void;
  system(event: SystemEvent): void;
  /** How things stand this moment: for decisions in main. The ui is told by the publisher, after the journal. */
  views(): QueueViews;
  /** Ends every call, writes what there is to write to the output, and refuses everything from then on. */
  stop(): void;
}

export function createQueue(ports: QueuePorts, options: QueueOptions): Queue {
  const { clock, log } = ports;
  let effects: Effect[] = [];
  let refusals: Failure[] = [];
  let isSettling = false;
  let isRestless = false;
  let isPhoneThere = true;
  let tone: Tone = 'none';

  const effectsActor = createActor(effectsLogic((effect) => void effects.push(effect))).start();
  const runner = createEffectRunner(ports, {
    phoneFailed: (callId, command, attempt, error) =>
      void enter(() => void tell(calls(), callId, { type: 'phone.failed', command, attempt, error })),
  });
  const actor = createActor(queueMachine, {
    input: {
      settings: options.settings,
      presence: options.presence,
      environment: {
        now: () => clock.now(),
        sinceBoot: () => clock.sinceBoot(),
        effects: effectsActor,
        timings: { ...defaultTimings, ...options.timings },
      },
    },
    // A timer is one more road into the machines: what it causes is carried out like everything else.
    clock: {
      setTimeout: (callback: () => void, delayMs) => clock.after(delayMs, () => enter(callback)),
      clearTimeout: (cancel: () => void) => cancel(),
    },
  });
  actor.on('refused', ({ failure }) => void refusals.push(failure));
  actor.subscribe({ error: (error) => log.error('the queue machine broke', { error: String(error) }) });
  actor.start();
  let views = toQueueViews(actor.getSnapshot());

  function calls(): QueueContext['calls'] {
    return actor.getSnapshot().context.calls;
  }

  function send(event: QueueEvent): void {
    actor.send(event);
  }

  /**
   * Steps into the machines and, once they rest, carries out what they want. A port that steps in again is served in turn. No fault
   * of a step reaches whoever brought the event. @returns whether it went well
   */
  function enter(step: () => void): boolean {
    let isWell = true;
    try {
      step();
    } catch (error) {
      isWell = false;
      log.error('an event could not be handled', { error: String(error) });
    }
    isRestless = true;
    if (!isSettling) settleAll();
    return isWell;
  }

  function settleAll(): void {
    isSettling = true;
    try {
      while (isRestless) settle();
    } finally {
      isSettling = false;
    }
  }

  function settle(): void {
    isRestless = false;
    const wanted = effects;
    effects = [];
    const { entries, notices } = runner.run(wanted);
    const current = toQueueViews(actor.getSnapshot());
    setTone(toneOf(current));
    if (entries.length === 0 && notices.length === 0 && isSameViews(views, current)) return;
    views = current;
    try {
      ports.output({ entries, notices, views });
    } catch (error) {
      log.error('the output of the queue threw', { error: String(error) });
    }
  }

  function setTone(wanted: Tone): void {
    if (wanted === tone || !isPhoneThere) return;
    tone = wanted;
    runner.tell({ do: 'ring', tone });
  }

  /** Sends an agent's event and gives back what the machine said to it: refusals are emitted during the send. */
  function ask(event: QueueEvent): Result<null> {
    let said: Failure | undefined;
    const isWell = enter(() => {
      refusals = [];
      send(event);
      said = refusals[0];
    });
    if (said !== undefined) return { ok: false, error: said };
    return isWell && actor.getSnapshot().status === 'active' ? ok(null) : fail('internal', 'the queue does not run');
  }

  function offer(message: PhoneEvent<'call.offered'>): void {
    const { id: contactId, name, phone } = ports.identify(message);
    const { callId: id, kind } = message;
    send({
      type: 'offer',
      call: { id, contactId, name, phone, kind, direction: 'user-initiated', startedAt: clock.now() },
    });
  }

  return {
    command: (command) => ask(toEvent(command)),
    place({ contact: { id: contactId, name, phone }, uri, kind }) {
      const id = ports.newCallId();
      const asked = ask({
        type: 'agent.place',
        call: { id, contactId, name, phone, kind, direction: 'business-initiated', startedAt: clock.now() },
        target: { uri, contactId },
      });
      return asked.ok ? ok({ callId: id }) : asked;
    },
    fromPhone(message) {
      enter(() => routePhoneMessage(message, { calls, queue: send, offer }));
    },
    fromGateway(event) {
      if (event.type !== 'call.settled') return;
      const { outcome, agentName } = event;
      enter(() => {
        if (!tell(calls(), event.callId, { type: 'settled', outcome, agentName })) send(event);
      });
    },
    system(event) {
      enter(() => {
        switch (event.type) {
          case 'phone.lost':
            isPhoneThere = false;
            // A new window is silent until it is told otherwise.
            tone = 'none';
            return send(event);
          case 'phone.back':
            isPhoneThere = true;
            return;
          case 'resume':
            runner.tell({ do: 'reconnect' });
            return send(event);
          case 'gateway.restarted':
          case 'settings':
          case 'contact':
            return send(event);
          case 'recording.failed': {
            const { recordingId, error } = event;
            runner.tell({ do: 'stopRecord', recordingId });
            return routePhoneMessage({ type: 'record.failed', recordingId, error }, { calls, queue: send, offer });
          }
        }
      });
    },
    views: () => toQueueViews(actor.getSnapshot()),
    stop() {
      enter(() => send({ type: 'shutdown' }));
    },
  };
}
