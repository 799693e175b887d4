import { createReadStream, readFileSync, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { recordingId } from '#shared/contracts/identifiers.ts';
import { noteId } from '#shared/contracts/note.ts';
import type { MainLog } from '../platform/log-port.ts';
import { type AppHost, appHostOf, parseUrl } from './app-origin.ts';
import { assetPath, followInside } from './asset-path.ts';
import { type ByteRange, byteRange } from './byte-range.ts';
import { contentTypeOf } from './content-types.ts';
import { responseHeaders } from './response-headers.ts';

export interface AppProtocolOptions {
  /** The one host this session may load from; every other address is not found. */
  readonly host: AppHost;
  /** Folder of the host's built files. */
  readonly root: string;
  /** Where the page may connect to, as sources of connect-src, asked at each page load; for the ui none. */
  readonly connectSources: () => readonly string[];
  /** Absolute path of a recording's audio, null where there is none; absent: this window plays no recordings. */
  readonly recordingPath?: (id: string) => Promise<string | null> | string | null;
  /** A note's media, ready to play; null where there is none. Absent: this window plays no notes. */
  readonly noteMedia?: (id: string) => Promise<PlayableMedia | null>;
  readonly log: MainLog;
}

export interface PlayableMedia {
  readonly bytes: Uint8Array;
  readonly mimeType: string;
}

export interface AppRequest {
  readonly url: string;
  readonly method: string;
  /** Names in any case. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface AppResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable | Uint8Array | null;
}

type Answer = (status: number, headers?: AppResponse['headers'], body?: AppResponse['body']) => AppResponse;

const noteName = /^\/notes\/([^/]+)$/;
const recordingName = /^\/recordings\/([^/]+)\.webm$/;

/** Answers one session's `app:` requests. Never rejects: what goes wrong is a 404 or 500. */
export function createAppProtocol(options: AppProtocolOptions): (request: AppRequest) => Promise<AppResponse> {
  const { host, log } = options;
  return async (request) => {
    const headers = responseHeaders(host, options.connectSources());
    const answer: Answer = (status, more, body = null) => ({ status, headers: { ...headers, ...more }, body });
    if (request.method !== 'GET' && request.method !== 'HEAD') return answer(405, { Allow: 'GET, HEAD' });
    const url = appHostOf(request.url) === host ? parseUrl(request.url) : null;
    if (url === null) return answer(404);
    try {
      const recording = recordingName.exec(url.pathname)?.[1];
      if (recording !== undefined && options.recordingPath !== undefined) {
        return await sendRecording(request, await findRecording(recording, options.recordingPath), answer);
      }
      const note = noteName.exec(url.pathname)?.[1];
      if (note !== undefined && options.noteMedia !== undefined)
        return sendNote(request, await findNote(note, options.noteMedia), answer);
      return sendAsset(request, options.root, url.pathname, answer);
    } catch (error) {
      log.error('app scheme: a file could not be read', { host, path: url.pathname, error: String(error) });
      return answer(500);
    }
  };
}

/**
 * Read at once: the system has the app's own files at hand (half a megabyte in a third of a millisecond), while each step of an asynchronous read waits
 * for its turn behind what main does while it starts.
 */
function sendAsset(request: AppRequest, root: string, pathname: string, answer: Answer): AppResponse {
  const named = assetPath(root, pathname === '/' ? '/index.html' : pathname);
  const type = named === null ? null : contentTypeOf(named);
  const file = named === null || type === null ? null : followInside(root, named);
  if (file === null || type === null || !statSync(file).isFile()) return answer(404);
  const body = readFileSync(file);
  const headers = { 'Content-Type': type, 'Content-Length': String(body.byteLength) };
  return answer(200, headers, request.method === 'HEAD' ? null : body);
}

function decoded(encodedId: string): string | null {
  try {
    return decodeURIComponent(encodedId);
  } catch {
    return null;
  }
}

async function findRecording(
  encodedId: string,
  recordingPath: NonNullable<AppProtocolOptions['recordingPath']>,
): Promise<string | null> {
  const id = recordingId.safeParse(decoded(encodedId));
  return id.success ? recordingPath(id.data) : null;
}

async function findNote(
  encodedId: string,
  noteMedia: NonNullable<AppProtocolOptions['noteMedia']>,
): Promise<PlayableMedia | null> {
  const id = noteId.safeParse(decoded(encodedId));
  return id.success ? noteMedia(id.data) : null;
}

function sendNote(request: AppRequest, media: PlayableMedia | null, answer: Answer): AppResponse {
  if (media === null) return answer(404);
  return sendRanges(
    request,
    media.mimeType,
    media.bytes.byteLength,
    answer,
    ({ start, end }) =>
      // A copy: the answer is read later, and of what is held here nothing may be given away.
      new Uint8Array(media.bytes.subarray(start, end + 1)),
  );
}

async function sendRecording(request: AppRequest, file: string | null, answer: Answer): Promise<AppResponse> {
  const size = file === null ? null : await fileSize(file);
  if (file === null || size === null) return answer(404);
  return sendRanges(request, 'audio/webm', size, answer, (range) => streamOf(file, range));
}

/** All, or the part that was asked for. @param part what stands there from the first byte to the last, both included */
function sendRanges(
  request: AppRequest,
  type: string,
  size: number,
  answer: Answer,
  part: (range: ByteRange) => Readable | Uint8Array,
): AppResponse {
  const headers = { 'Content-Type': type, 'Accept-Ranges': 'bytes', 'Cache-Control': 'no-store' };
  const range = byteRange(headerOf(request, 'range'), size);
  const body = (wanted: ByteRange) => (request.method === 'HEAD' ? null : part(wanted));
  if (range === 'unsatisfiable') return answer(416, { ...headers, 'Content-Range': `bytes */${size}` });
  if (range === 'whole') {
    const all = size === 0 ? null : body({ start: 0, end: size - 1 });
    return answer(200, { ...headers, 'Content-Length': String(size) }, all);
  }
  return answer(
    206,
    {
      ...headers,
      'Content-Length': String(range.end - range.start + 1),
      'Content-Range': `bytes ${range.start}-${range.end}/${size}`,
    },
    body(range),
  );
}

async function fileSize(file: string): Promise<number | null> {
  try {
    const found = await stat(file);
    return found.isFile() ? found.size : null;
  } catch {
    return null;
  }
}

/** A stream, since an hour of audio is 30 MB. It ends where the headers say, also while the file is still growing. */
const streamOf = (file: string, range: ByteRange): Readable =>
  createReadStream(file, { start: range.start, end: range.end });

/** @param name in small letters */
function headerOf({ headers }: AppRequest, name: string): string | null {
  return Object.entries(headers).find(([known]) => known.toLowerCase() === name)?.[1] ?? null;
}
