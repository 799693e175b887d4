import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
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

/** A string, bytes or a stream: this Node has no global name for it. */
type Body = ConstructorParameters<typeof Response>[0];

type Answer = (status: number, headers?: Readonly<Record<string, string>>, body?: Body | null) => Response;

const noteName = /^\/notes\/([^/]+)$/;
const recordingName = /^\/recordings\/([^/]+)\.webm$/;

/** Answers one session's `app:` requests, for `session.protocol.handle`. Never rejects: what goes wrong is a 404 or 500. */
export function createAppProtocol(options: AppProtocolOptions): (request: Request) => Promise<Response> {
  const { host, log } = options;
  return async (request) => {
    const headers = responseHeaders(host, options.connectSources());
    const answer: Answer = (status, more, body = null) =>
      new Response(body, { status, headers: { ...headers, ...more } });
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
      return await sendAsset(request, options.root, url.pathname, answer);
    } catch (error) {
      log.error('app scheme: a file could not be read', { host, path: url.pathname, error: String(error) });
      return answer(500);
    }
  };
}

async function sendAsset(request: Request, root: string, pathname: string, answer: Answer): Promise<Response> {
  const named = assetPath(root, pathname === '/' ? '/index.html' : pathname);
  const type = named === null ? null : contentTypeOf(named);
  const file = named === null || type === null ? null : await followInside(root, named);
  if (file === null || type === null || !(await stat(file)).isFile()) return answer(404);
  const body = new Uint8Array(await readFile(file));
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

function sendNote(request: Request, media: PlayableMedia | null, answer: Answer): Response {
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

async function sendRecording(request: Request, file: string | null, answer: Answer): Promise<Response> {
  const size = file === null ? null : await fileSize(file);
  if (file === null || size === null) return answer(404);
  return sendRanges(request, 'audio/webm', size, answer, (range) => streamOf(file, range));
}

/** All, or the part that was asked for. @param part what stands there from the first byte to the last, both included */
function sendRanges(
  request: Request,
  type: string,
  size: number,
  answer: Answer,
  part: (range: ByteRange) => Body,
): Response {
  const headers = { 'Content-Type': type, 'Accept-Ranges': 'bytes', 'Cache-Control': 'no-store' };
  const range = byteRange(request.headers.get('Range'), size);
  const body = (wanted: ByteRange): Body => (request.method === 'HEAD' ? null : part(wanted));
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
function streamOf(file: string, range: ByteRange): Body {
  return Readable.toWeb(createReadStream(file, { start: range.start, end: range.end })) as ReadableStream<Uint8Array>;
}
