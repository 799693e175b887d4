import type { z } from 'zod';
import { scenarioSchema } from '#shared/contracts/scenario.ts';
import { ok } from '#shared/result.ts';
import type { Connector, ConnectorEvents } from '../../../../src/gateway/connectors/connector.ts';
import type { EarlierLife } from '../../../../src/gateway/connectors/sandbox/cast.ts';
import { assembleSandbox, type SandboxOptions } from '../../../../src/gateway/connectors/sandbox/sandbox.ts';
import type { GatewayLog } from '../../../../src/gateway/log.ts';
import { type FakeMedia, fakeMedia } from './fake-media.ts';
import { type SimulatedClock, simulatedClock } from './simulated-clock.ts';

type Input = z.input<typeof scenarioSchema>;
type Recorded = {
  [Name in keyof ConnectorEvents]: [Name, ...Parameters<ConnectorEvents[Name]>];
}[keyof ConnectorEvents];

export const anna = { id: 'anna', name: 'Anna Bianchi', phone: '+393331234567' };
export const marco = { id: 'marco', name: 'Marco Verdi' };

export const scenarioOf = (
  timeline: Input['timeline'],
  contacts: Input['contacts'] = [anna, marco],
  workspace: Partial<Input['workspace']> = {},
) =>
  scenarioSchema.parse({ workspace: { name: 'Officina', number: '+390612345678', ...workspace }, contacts, timeline });

export interface Desk {
  readonly clock: SimulatedClock;
  readonly connector: Connector;
  readonly media: FakeMedia;
  readonly done: Set<number>;
  readonly log: readonly string[];
  /** Everything the connector said, in order, without what it said while it started. */
  readonly said: Recorded[];
  /** The events of one name. */
  of<Name extends keyof ConnectorEvents>(name: Name): Parameters<ConnectorEvents[Name]>[];
}

/** A started sandbox on simulated time with media that need no sockets. */
export async function openDesk(
  scenario: ReturnType<typeof scenarioOf>,
  options: {
    readonly clock?: SimulatedClock;
    readonly startedAt?: number;
    readonly done?: Set<number>;
    readonly earlier?: Partial<EarlierLife>;
    readonly waiting?: SandboxOptions['waiting'];
    readonly notesUnderWay?: SandboxOptions['notesUnderWay'];
    readonly unansweredCall?: SandboxOptions['unansweredCall'];
  } = {},
): Promise<Desk> {
  const { clock = simulatedClock(), done = new Set() } = options;
  const startedAt = options.startedAt ?? clock.now();
  const media = fakeMedia();
  const log: string[] = [];
  const said: Recorded[] = [];
  const connector = assembleSandbox(
    {
      scenario,
      scenarioDirectory: '.',
      runId: 'run',
      startedAt,
      done: (index) => done.has(index),
      markDone: (index) => done.add(index),
      earlier: { balance: undefined, aheadMs: 0, ...options.earlier },
      waiting: options.waiting ?? (() => []),
      notesUnderWay: options.notesUnderWay ?? (() => []),
      unansweredCall: options.unansweredCall ?? (() => null),
      clock,
      log: recordingLog(log),
    },
    media,
  );
  await connector.start(recordingEvents(said));
  return {
    clock,
    connector,
    media,
    done,
    log,
    said,
    of: (name) => said.flatMap(([event, ...parameters]) => (event === name ? [parameters as never] : [])),
  };
}

export const recordingLog = (lines: string[]): GatewayLog => ({
  info: (text) => lines.push(`info ${text}`),
  warn: (text) => lines.push(`warn ${text}`),
  error: (text) => lines.push(`error ${text}`),
});

export const eventNames = [
  'incomingCall',
  'callEnded',
  'outgoingRinging',
  'outgoingAnswered',
  'outgoingRefused',
  'reaction',
  'workspace',
  'contact',
  'message',
  'messageStatus',
  'note',
  'noteStatus',
  'contactEvent',
  'permission',
  'elsewhere',
  'channel',
  'rates',
] as const satisfies readonly (keyof ConnectorEvents)[];

export const recordingEvents = (said: Recorded[]): ConnectorEvents =>
  Object.fromEntries(
    eventNames.map((name) => [
      name,
      (...parameters: unknown[]) => {
        said.push([name, ...parameters] as never);
        // What is told of a note is answered: it was kept.
        return name === 'note' ? Promise.resolve(ok(null)) : undefined;
      },
    ]),
  ) as unknown as ConnectorEvents;

/** An offer that the sandbox takes for one. */
export const offerSdp = [
  'v=0',
  'o=- 1 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=ice-ufrag:abcd',
  'a=ice-pwd:0123456789012345678901',
  'a=fingerprint:sha-256 00',
  'a=setup:actpass',
  'a=mid:0',
  'a=rtpmap:111 opus/48000/2',
  '',
].join('\r\n');
