import type { IncomingMessage, ServerResponse } from 'node:http';
import { noteHashHeader, noteId, noteOffsetHeader } from '#shared/contracts/note.ts';
import { noteMaxBytes } from '#shared/domain/notes.ts';
import type { ErrorCode } from '#shared/result.ts';
import type { Notes } from '../notes/notes.ts';
import type { Clock } from '../platform/clock.ts';
import { ignoreBody, refuseHttp } from './answer.ts';
import type { Arrivals } from './arrivals.ts';
import { readBody } from './read-body.ts';
import type { Transfers } from './transfers.ts';

export interface NotesApiContext {
  readonly notes: Pick<Notes, 'upload' | 'download' | 'sizeOf'>;
  readonly transfers: Transfers;
  readonly arrivals: Arrivals;
  readonly clock: Clock;
}

/** How long a client may take nothing of what it asked for. */
const stalledMs = 30_000;
const pieceBytes = 65_536;

/** null: the path is of nothing that is served here. */
export function noteIdOfPath(path: string): string | null {
  const id = /^\/notes\/([^/]+)$/.exec(path)?.[1];
  return id !== undefined && noteId.safeParse(id).success ? id : null;
}

/** `PUT`, `HEAD` and `GET /notes/<id>` of an agent whose token is known (see contracts/note.ts). The body has not been touched yet. */
export async function serveNote(
  request: IncomingMessage,
  response: ServerResponse,
  id: string,
  agentId: string,
  context: NotesApiContext,
): Promise<void> {
  if (request.method === 'PUT') await takeMedia(request, response, id, agentId, context);
  else {
    ignoreBody(request, context.clock);
    if (request.method === 'GET') await giveMedia(response, id, agentId, context);
    else if (request.method === 'HEAD') tellArrived(response, context.arrivals.bytesOf(id));
    else refuseHttp(response, 405, 'unsupported', 'only GET, HEAD and PUT', { Allow: 'GET, HEAD, PUT' });
  }
}

async function takeMedia(
  request: IncomingMessage,
  response: ServerResponse,
  id: string,
  agentId: string,
  { notes, transfers, arrivals, clock }: NotesApiContext,
): Promise<void> {
  /** Whatever the client goes on to send means nothing. */
  const refuseUnread = (status: number, code: ErrorCode, detail: string, headers = {}): void => {
    ignoreBody(request, clock);
    refuseHttp(response, status, code, detail, headers);
  };
  const length = Number(request.headers['content-length'] ?? Number.NaN);
  const hash = request.headers[noteHashHeader];
  if (!Number.isSafeInteger(length)) return refuseUnread(411, 'invalid', 'Content-Length is missing');
  if (length > noteMaxBytes) return refuseUnread(413, 'invalid', `a note has ${noteMaxBytes} bytes at most`);
  if (length === 0) return refuseUnread(422, 'invalid', 'a note has at least a byte');
  if (typeof hash !== 'string' || !/^[0-9a-f]{64}$/.test(hash))
    return refuseUnread(400, 'invalid', `${noteHashHeader} must be the SHA-256 in lower-case hex`);
  const end = transfers.begin(agentId, length);
  if (end === null) return refuseUnread(503, 'busy', 'too many notes come and go', { 'Retry-After': '2' });
  const arrival = arrivals.begin(id);
  try {
    const body = await readBody(request, length, clock, arrival.came);
    if (body === null) {
      if (request.destroyed) return;
      refuseUnread(408, 'timeout', 'the body did not come in time');
      response.once('finish', () => request.destroy());
      return;
    }
    if (body.sha256 !== hash) return refuseHttp(response, 422, 'damaged', 'the bytes are not what the hash says');
    const kept = await notes.upload(id, hash, body.bytes);
    if (kept.ok) {
      response.writeHead(kept.value ? 201 : 200, { 'Content-Length': 0, 'Cache-Control': 'no-store' });
      response.end();
    } else if (kept.error.code === 'rejected') refuseHttp(response, 409, 'rejected', 'other media stands there');
    else if (kept.error.code === 'disk-full' || kept.error.code === 'storage')
      refuseHttp(response, 507, kept.error.code, 'the gateway cannot keep it now');
    else refuseHttp(response, 500, 'internal', 'the media could not be kept');
  } finally {
    arrival.end();
    end();
  }
}

function tellArrived(response: ServerResponse, bytes: number | null): void {
  if (bytes === null) refuseHttp(response, 404, 'not-found', 'nobody is handing it over');
  else response.writeHead(204, { [noteOffsetHeader]: bytes, 'Cache-Control': 'no-store' }).end();
}

async function giveMedia(
  response: ServerResponse,
  id: string,
  agentId: string,
  { notes, transfers, clock }: NotesApiContext,
): Promise<void> {
  // What is not there is looked for all the same: who asks learns of it by an event, too.
  const end = transfers.begin(agentId, notes.sizeOf(id) ?? 0);
  if (end === null) {
    refuseHttp(response, 503, 'busy', 'too many notes come and go', { 'Retry-After': '2' });
    return;
  }
  try {
    const media = await notes.download(id);
    if (media.ok) await send(response, media.value, clock);
    else if (media.error.code === 'not-found') refuseHttp(response, 404, 'not-found', 'there is no such media');
    else if (media.error.code === 'damaged') refuseHttp(response, 422, 'damaged', 'the media is damaged');
    else refuseHttp(response, 500, 'internal', 'the media cannot be read now');
  } finally {
    end();
  }
}

/** In pieces, because only between them it shows whether the client takes any. Resolves when it has all, or is gone. */
async function send(response: ServerResponse, bytes: Uint8Array, clock: Clock): Promise<void> {
  response.writeHead(200, {
    'Content-Type': 'application/octet-stream',
    'Content-Length': bytes.length,
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  for (let at = 0; at < bytes.length && !response.destroyed; at += pieceBytes)
    if (!response.write(bytes.subarray(at, at + pieceBytes))) await drained(response, clock);
  response.end();
}

function drained(response: ServerResponse, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    if (response.destroyed) {
      resolve();
      return;
    }
    const timer = clock.setTimeout(() => response.destroy(), stalledMs);
    const go = (): void => {
      clock.clearTimeout(timer);
      response.off('drain', go);
      response.off('close', go);
      resolve();
    };
    response.once('drain', go);
    response.once('close', go);
  });
}
