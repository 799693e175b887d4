import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { z } from 'zod';
import { type AgentCommand, agentProtocolVersion, type GatewayEvent, serverMessage } from '#shared/contracts/agent.ts';
import type { Note } from '#shared/contracts/note.ts';
import { scenarioSchema } from '#shared/contracts/scenario.ts';
import { composeGateway } from '../../../src/gateway/compose.ts';
import { loadScenario } from '../../../src/gateway/connectors/sandbox/index.ts';
import { systemClock } from '../../../src/gateway/platform/clock.ts';
import { recordedLog } from '../../fakes/gateway-log.ts';
import { notesWorker, testIdentity } from '../../fakes/gateway-notes.ts';
import { eventually } from '../gateway/support/eventually.ts';
import { draftOf, mediaOf, sha256 } from '../gateway/support/notes.ts';
import { madeByFfmpeg } from '../support/ffmpeg.ts';

const run = promisify(execFile);
const bearer = { Authorization: 'Bearer token' };
const anna = { id: 'anna', name: 'Anna Bianchi', plays: 'after:50' };

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cornetta-notes-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A desktop on a gateway with simulated contacts. */
async function shift(
  timeline: z.input<typeof scenarioSchema>['timeline'],
  folder = temporaryFolder(),
  startedAt = Date.now(),
) {
  const scenario = scenarioSchema.parse({
    workspace: { name: 'Officina', number: '+390612345678' },
    contacts: [anna],
    timeline,
  });
  const notes = { notesWorker, notesIdentity: testIdentity, notesDays: null };
  const agents = [{ id: 'mia', name: 'Mia', role: 'agent', token: 'token' }] as const;
  const place = { dataDirectory: folder, runId: 'run', startedAt, host: '127.0.0.1', port: 0 } as const;
  const log = recordedLog();
  const started = await composeGateway(
    { scenario, scenarioDirectory: folder, agents, ...notes, ...place },
    systemClock,
    log,
  );
  if (!started.ok) throw new Error(started.error.detail);
  const { url, stop } = started.value;
  const http = url.replace('ws:', 'http:');
  const tickets = (await (await fetch(`${http}/tickets`, { method: 'POST', headers: bearer })).json()) as {
    readonly agentTicket: string;
  };
  const notesById = new Map<string, Note>();
  const events: GatewayEvent[] = [];
  const replies: unknown[] = [];
  const socket = new WebSocket(`${url}/agent?ticket=${tickets.agentTicket}`);
  let ended = false;
  const end = async (): Promise<void> => {
    if (ended) return;
    ended = true;
    socket.terminate();
    await stop();
  };
  onTestFinished(end);
  socket.on('message', (data) => {
    const message = serverMessage.parse(JSON.parse(data.toString()));
    const news =
      message.type === 'snapshot.part'
        ? [...message.states, ...message.messages.map((told) => ({ type: 'message', message: told }) as const)]
        : message.type === 'events'
          ? message.events.map(({ event }) => event)
          : [];
    if (message.type === 'reply') replies.push(message.error);
    events.push(...news);
    for (const event of news) if (event.type === 'note') notesById.set(event.note.id, event.note);
  });
  await new Promise((resolve) => socket.once('open', resolve));
  const send = (message: object): void => socket.send(JSON.stringify(message));
  send({ type: 'hello', version: agentProtocolVersion, epoch: null, cursor: 0 });
  return {
    http,
    log,
    events,
    replies,
    end,
    notes: () => [...notesById.values()],
    command: (command: AgentCommand) => send({ type: 'command', id: randomUUID(), command }),
    media: async (id: string) =>
      Buffer.from(await (await fetch(`${http}/notes/${id}`, { headers: bearer })).arrayBuffer()),
  };
}

const probe = async (file: string) => {
  const entries = 'format=duration:stream=codec_name,codec_type,sample_rate';
  const { stdout } = await run('ffprobe', ['-v', 'error', '-show_entries', entries, '-of', 'json', file]);
  return JSON.parse(stdout) as {
    readonly format: { readonly duration: string };
    readonly streams: readonly { readonly codec_name: string }[];
  };
};

describe('a contact that leaves a note', () => {
  it('leaves Opus in WebM of the right length, tied to its newest missed call, with transcript and peaks', async () => {
    const text = 'Buongiorno. Richiamatemi, per favore!';
    const desk = await shift([
      { at: 0, do: 'call', contact: 'anna', ringFor: 100 },
      { at: 400, do: 'note', contact: 'anna', audio: 'tone:440', durationMs: 3_000, transcript: text, language: 'it' },
    ]);
    const [note] = await eventually(() => {
      expect(desk.notes()).toHaveLength(1);
      return desk.notes();
    });
    expect(note).toMatchObject({
      // With when it rang behind it, where it began to ring late.
      callId: expect.stringMatching(/^run\.0(\.\d+)?$/),
      contactId: 'anna',
      kind: 'voice',
      durationMs: 3_000,
      mimeType: 'audio/webm;codecs=opus',
      flaw: null,
      transcript: {
        text,
        language: 'it',
        origin: 'provider',
        segments: [
          { fromMs: 0, text: 'Buongiorno.' },
          { fromMs: 972, text: 'Richiamatemi, per favore!' },
        ],
      },
    });
    expect(Buffer.from(note?.peaks ?? '', 'base64').length).toBe(120);
    const file = join(temporaryFolder(), 'note.webm');
    writeFileSync(file, await desk.media(note?.id ?? ''));
    const { format, streams } = await probe(file);
    expect(streams).toMatchObject([{ codec_name: 'opus', codec_type: 'audio', sample_rate: '48000' }]);
    expect(Number(format.duration)).toBeCloseTo(3, 1);
    const { stderr } = await run('ffmpeg', ['-i', file, '-af', 'volumedetect', '-f', 'null', '-']);
    expect(Number(/max_volume: (-?[\d.]+) dB/.exec(stderr)?.[1])).toBeGreaterThan(-15);
    await eventually(() =>
      expect(desk.events.findLast((event) => event.type === 'follow-up')).toMatchObject({
        followUp: { left: { id: note?.id, kind: 'voice', durationMs: 3_000 } },
      }),
    );
  });

  it('leaves it spoilt in every way, and each is told', async () => {
    const spoilt = ['truncated', 'not-media', 'altered', 'unknown-codec', 'unknown-call'] as const;
    const desk = await shift([
      ...spoilt.map((way) => ({ at: 0, do: 'note', contact: 'anna', spoilt: way, durationMs: 2_000 }) as const),
      { at: 0, do: 'note', contact: 'anna', durationMs: 65_000 },
    ]);
    await eventually(() => expect(desk.notes()).toHaveLength(6));
    const flaws = desk.notes().map(({ flaw }) => flaw);
    expect(flaws).toEqual(['damaged', 'unsupported', 'damaged', 'unsupported', null, 'too-long']);
  });

  it('leaves a video from a file', async () => {
    const folder = temporaryFolder();
    const source = ['-f', 'lavfi', '-i', 'testsrc=d=2:s=160x120:r=10', '-f', 'lavfi', '-i', 'sine=440:d=2'];
    const webm = madeByFfmpeg([...source, '-c:v', 'libvpx', '-c:a', 'libopus', '-f', 'webm']);
    writeFileSync(join(folder, 'hello.webm'), webm);
    const desk = await shift([{ at: 0, do: 'note', contact: 'anna', kind: 'video', audio: 'hello.webm' }], folder);
    await eventually(() =>
      expect(desk.notes()).toMatchObject([{ kind: 'video', mimeType: 'video/webm;codecs=vp8,opus', flaw: null }]),
    );
    expect(desk.notes()[0]?.durationMs).toBeGreaterThan(1_900);
  });

  it('leaves it once, whenever the gateway is stopped', async () => {
    const folder = temporaryFolder();
    const startedAt = Date.now();
    const timeline = [{ at: 0, do: 'note', contact: 'anna', durationMs: 4_000 }] as const;
    const first = await shift([...timeline], folder, startedAt);
    await first.end();
    const second = await shift([...timeline], folder, startedAt);
    await eventually(() => expect(second.notes()).toHaveLength(1));
    await second.end();
    const third = await shift([...timeline], folder, startedAt);
    await eventually(() => expect(third.notes()).toHaveLength(1));
    expect(third.notes()).toEqual(second.notes());
    expect(third.log.errors()).toEqual([]);
  });
});

describe('a contact that gets a note', () => {
  it('has it and plays it, also where the gateway was stopped in between', async () => {
    const folder = temporaryFolder();
    const startedAt = Date.now();
    const timeline = [{ at: 0, do: 'message', contact: 'anna', text: 'Hello' }] as const;
    const first = await shift([...timeline], folder, startedAt);
    const media = mediaOf('an answer');
    const note = draftOf(media);
    const headers = { ...bearer, 'x-cornetta-sha256': sha256(media) };
    await eventually(() => expect(first.events.some(({ type }) => type === 'message')).toBe(true));
    expect(
      (await fetch(`${first.http}/notes/${note.id}`, { method: 'PUT', headers, body: new Uint8Array(media) })).status,
    ).toBe(201);
    first.command({ do: 'note.send', note });
    await eventually(() => expect(first.notes()).toMatchObject([{ status: 'sent' }]));
    await first.end();
    const second = await shift([...timeline], folder, startedAt);
    await eventually(() => expect(second.notes()).toMatchObject([{ status: 'played', playedBy: null, agent: 'Mia' }]));
  });
});

describe('a scenario', () => {
  it('with a video note that has no video is refused', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'scenario.json');
    writeFileSync(join(folder, 'page.webm'), 'This is no video.');
    const note = { at: 0, do: 'note', contact: 'anna', kind: 'video' };
    writeFileSync(
      file,
      JSON.stringify({
        workspace: { name: 'Officina', number: '+390612345678' },
        contacts: [anna],
        timeline: [note, { ...note, audio: 'page.webm' }, { ...note, audio: 'missing.webm' }],
      }),
    );
    const loaded = await loadScenario(file);
    expect(loaded.ok ? [] : loaded.error.detail?.split('\n')).toEqual([
      'timeline[0].audio: a video note needs a WebM file with VP8 or VP9',
      expect.stringMatching(/^timeline\[1\]\.audio: page\.webm is no WebM file with VP8 or VP9 /),
      'timeline[2].audio: missing.webm does not exist',
    ]);
  });
});
