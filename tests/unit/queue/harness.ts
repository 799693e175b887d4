/** A queue on a simulated clock, with ports that keep what they are told. */
import { SimulatedClock } from 'xstate';
import type { GatewayEvent } from '#shared/contracts/agent.ts';
import type { PhoneCommand, PhoneEvent, PhoneToMain } from '#shared/contracts/phone.ts';
import type { CallRow, ContactEvent } from '#shared/contracts/records.ts';
import type { CallView } from '#shared/contracts/session.ts';
import { ok, type Result } from '#shared/result.ts';
import type { QueueNotice, RecordingStart } from '../../../src/main/queue/effects.ts';
import type { JournalEntry } from '../../../src/main/queue/journal-entry.ts';
import type { QueueBatch } from '../../../src/main/queue/ports.ts';
import { createQueue, type Queue, type QueueOptions } from '../../../src/main/queue/queue.ts';
import type { QueueSettings } from '../../../src/main/queue/settings.ts';
import { isGuessed } from '../../../src/main/store/guessed-outcome.ts';

/** The timers of main's clock on a simulated one. */
export const afterOn = (clock: SimulatedClock) => (milliseconds: number, run: () => void) => {
  const id = clock.setTimeout(run, milliseconds);
  return () => clock.clearTimeout(id);
};

export const settings: QueueSettings = {
  mode: 'gateway',
  agentName: 'Anna',
  recording: { allowed: true, automatic: false },
  wrapUpMs: 0,
};

export interface Harness {
  readonly queue: Queue;
  readonly clock: SimulatedClock;
  readonly sent: PhoneCommand[];
  readonly begun: RecordingStart[];
  readonly abandoned: string[];
  readonly events: ContactEvent[];
  readonly notices: QueueNotice[];
  readonly rows: Map<string, CallRow>;
  /** Faults that must never be: a row opened or closed twice, a change of a row that is not there. */
  readonly faults: string[];
  readonly logged: string[];
  /** Answers of the phone window, by command; `ok` where none is given. May be a promise that the test settles. */
  readonly replies: Map<PhoneCommand['do'], Result<null> | Promise<Result<null>>>;
  readonly recorder: { reply: Result<null> };
  /** The view of a call; undefined once it has left the session. */
  view(callId: string): CallView | undefined;
  phone(...messages: PhoneToMain[]): void;
  /** The names of the commands sent since the last look, tones left out. */
  commands(): string[];
  tone(): string;
  /** Time goes on while timers stand still, as in a sleeping computer. */
  sleep(ms: number): void;
  /** Somebody sets the clock on the wall so much forward; no time passes. */
  shiftWall(ms: number): void;
  /** Lets promises of the ports settle. */
  settle(): Promise<void>;
}

export function createHarness(
  options: { settings?: Partial<QueueSettings>; onOutput?: (batch: QueueBatch) => void } & Partial<
    Omit<QueueOptions, 'settings'>
  > = {},
): Harness {
  const clock = new SimulatedClock();
  const sent: PhoneCommand[] = [];
  const begun: RecordingStart[] = [];
  const abandoned: string[] = [];
  const events: ContactEvent[] = [];
  const notices: QueueNotice[] = [];
  const rows = new Map<string, CallRow>();
  const faults: string[] = [];
  const logged: string[] = [];
  const replies: Harness['replies'] = new Map();
  const recorder = { reply: ok(null) as Result<null> };
  let looked = 0;
  let placed = 0;
  let sleptMs = 0;
  let shiftedMs = 0;
  const log = (text: string): void => void logged.push(text);
  const queue = createQueue(
    {
      phone: {
        async send(command) {
          sent.push(command);
          return replies.get(command.do) ?? ok(null);
        },
      },
      recordings: {
        async begin(start) {
          begun.push(start);
          return recorder.reply;
        },
        abandon: (recordingId) => void abandoned.push(recordingId),
      },
      output(batch) {
        for (const entry of batch.entries) keep(rows, events, faults, entry);
        notices.push(...batch.notices);
        options.onOutput?.(batch);
      },
      identify({ contactId, name, address }) {
        if (name === 'throws') throw new Error('a broken address book');
        return { id: contactId ?? address, name: name ?? address, phone: null };
      },
      newCallId: () => `placed-${++placed}`,
      clock: {
        now: () => clock.now() + sleptMs + shiftedMs,
        sinceBoot: () => clock.now() + sleptMs + 1_000,
        after: afterOn(clock),
      },
      log: { info: log, warn: log, error: log },
    },
    { presence: 'available', ...options, settings: { ...settings, ...options.settings } },
  );
  queue.fromPhone({ type: 'registration', state: 'registered', cause: null });
  return {
    queue,
    clock,
    sent,
    begun,
    abandoned,
    events,
    notices,
    rows,
    faults,
    logged,
    replies,
    recorder,
    view: (callId) => queue.views().calls.find(({ id }) => id === callId),
    phone(...messages) {
      for (const message of messages) queue.fromPhone(message);
    },
    commands() {
      const fresh = sent.slice(looked).filter((command) => command.do !== 'ring');
      looked = sent.length;
      return fresh.map((command) => ('callId' in command ? `${command.do} ${command.callId}` : command.do));
    },
    tone: () => sent.findLast((command) => command.do === 'ring')?.tone ?? 'none',
    sleep(ms) {
      sleptMs += ms;
    },
    shiftWall(ms) {
      shiftedMs += ms;
    },
    async settle() {
      for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    },
  };
}

function keep(rows: Map<string, CallRow>, events: ContactEvent[], faults: string[], entry: JournalEntry): void {
  switch (entry.type) {
    case 'open':
      open(rows, faults, entry.row);
      return;
    case 'update': {
      const row = rows.get(entry.callId);
      if (row === undefined) return void faults.push(`${entry.callId} changed before it was opened`);
      if (entry.changes.outcome !== undefined && row.outcome !== null) faults.push(`${entry.callId} closed twice`);
      rows.set(entry.callId, { ...row, ...entry.changes });
      const { event } = entry;
      if (event === undefined) return;
      if (events.some(({ id }) => id === event.id)) faults.push(`${event.id} told twice`);
      events.push(event);
      return;
    }
  }
}

/** As the ledger does it: only a guess gives way to the call that rings again. The rows stand as the calls came to the queue. */
function open(rows: Map<string, CallRow>, faults: string[], row: CallRow): void {
  const before = rows.get(row.id);
  if (before !== undefined && !isGuessed(before)) faults.push(`${row.id} opened twice`);
  rows.delete(row.id);
  rows.set(row.id, { ...row, startedAt: Math.min(before?.startedAt ?? row.startedAt, row.startedAt) });
}

export const offered = (
  callId: string,
  change: Partial<PhoneEvent<'call.offered'>> = {},
): PhoneEvent<'call.offered'> => ({
  type: 'call.offered',
  callId,
  contactId: `contact-of-${callId}`,
  name: `Caller ${callId}`,
  address: 'x',
  kind: 'voice',
  ...change,
});

export const accepted = (callId: string): PhoneEvent<'call.accepted'> => ({ type: 'call.accepted', callId });

export const flowing = (callId: string): PhoneEvent<'call.media'> => ({ type: 'call.media', callId, state: 'flowing' });

export const ended = (
  callId: string,
  cause: PhoneEvent<'call.ended'>['cause'] = 'hangup',
  by: PhoneEvent<'call.ended'>['by'] = 'remote',
): PhoneEvent<'call.ended'> => ({ type: 'call.ended', callId, by, cause, status: null, reason: null });

export const registration = (state: PhoneEvent<'registration'>['state']): PhoneEvent<'registration'> => ({
  type: 'registration',
  state,
  cause: null,
});

/** What the gateway tells every agent about a call. */
export const settled = (
  callId: string,
  outcome: 'answered' | 'missed' | 'declined' | 'failed',
  agentName: string | null = null,
): GatewayEvent => ({ type: 'call.settled', callId, contactId: `contact-of-${callId}`, outcome, agentName });

/** `ok`, or the code of the failure. */
export const codeOf = (result: Result<unknown>): string => (result.ok ? 'ok' : result.error.code);

export const answer = ({ queue }: Harness, callId = 'a'): Result<null> =>
  queue.command({ do: 'answer', callId, camera: false });

export const place = ({ queue }: Harness) =>
  queue.place({ contact: { id: 'x', name: 'X', phone: null }, uri: 'x', kind: 'voice' });

/** A queue with a call `a` on which people talk. */
export function talking(options: Parameters<typeof createHarness>[0] = {}): Harness {
  const harness = createHarness(options);
  harness.phone(offered('a'));
  answer(harness);
  harness.phone(accepted('a'), flowing('a'));
  harness.commands();
  return harness;
}
