import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { noteHashHeader } from '#shared/contracts/note.ts';
import { fail, ok, type Result } from '#shared/result.ts';
import type { Clock } from '../platform/clock.ts';
import { noteAddress } from './addresses.ts';
import { watchArrival } from './arrival-watch.ts';
import type { GatewayEndpoint } from './gateway-link.ts';

/** The media of notes, to and from the gateway: beside the events, so that a video never holds up a ringing call. Neither method rejects. */
export interface NoteTransfer {
  /**
   * @param progress bytes that the gateway says it has, of a transfer that takes longer than a moment
   * @returns `rejected`: other bytes stand there; `invalid`: too large; `damaged`: other bytes arrived; `disk-full`, `busy`: not now; `offline`, `timeout`
   */
  upload(
    note: { readonly id: string; readonly sha256: string },
    bytes: Uint8Array,
    progress: (arrived: number) => void,
  ): Promise<Result<null>>;
  /** @returns `gone`; `damaged`: more than `maxBytes`, or damaged at the gateway; `busy`, `offline`, `timeout` */
  download(id: string, maxBytes: number): Promise<Result<Uint8Array>>;
  /** Ends what is under way. */
  stop(): void;
}

/** So long nothing may move. */
const stalledMs = 20_000;
const pieceBytes = 16_384;
/** An answer without media is a word or two. */
const wordsBytes = 65_536;

interface Exchange {
  readonly method: 'GET' | 'PUT';
  readonly id: string;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: Uint8Array | null;
  /** Bytes of `body` that the gateway says it has. */
  readonly arrived: (bytes: number) => void;
  readonly maxAnswerBytes: number;
}

interface Answer {
  readonly status: number;
  /** null: longer than allowed */
  readonly body: Uint8Array | null;
}

export function createNoteTransfer(endpoint: () => GatewayEndpoint | null, clock: Pick<Clock, 'after'>): NoteTransfer {
  const running = new Set<ClientRequest>();
  let isStopped = false;

  function exchange({ method, id, headers, body, arrived, maxAnswerBytes }: Exchange): Promise<Result<Answer>> {
    const at = isStopped ? null : endpoint();
    const address = at === null ? null : noteAddress(at.url, id);
    if (at === null || address === null) return Promise.resolve(fail('offline', 'the gateway is not there'));
    const start = address.startsWith('https:') ? httpsRequest : httpRequest;
    return new Promise((resolve) => {
      const request = start(address, { method, headers: { ...headers, Authorization: `Bearer ${at.token}` } });
      running.add(request);
      let isAnswered = false;
      let isOver = false;
      let cancelStalled = (): void => undefined;
      let unwatch = (): void => undefined;
      const settle = (result: Result<Answer>): void => {
        if (isOver) return;
        isOver = true;
        cancelStalled();
        unwatch();
        running.delete(request);
        request.destroy();
        resolve(result);
      };
      const moved = (): void => {
        cancelStalled();
        if (!isOver) cancelStalled = clock.after(stalledMs, () => settle(fail('timeout', 'nothing moves any more')));
      };
      // What is still being sent may fail because the gateway has answered already, and listens no more.
      request.on('error', (error: NodeJS.ErrnoException) => {
        if (!isAnswered) settle(fail('offline', error.code ?? error.message));
      });
      request.on('close', () => {
        // An answer that has begun tells its own end.
        if (!isAnswered) settle(fail('offline', 'the connection was cut'));
      });
      request.on('response', (response) => {
        isAnswered = true;
        moved();
        collect(response, maxAnswerBytes, moved).then(settle, (error: unknown) =>
          settle(fail('offline', String(error))),
        );
      });
      moved();
      if (body === null) {
        request.end();
        return;
      }
      void write(request, body, moved);
      let known = 0;
      unwatch = watchArrival({
        address,
        token: at.token,
        clock,
        arrived: (bytes) => {
          if (bytes === known) return;
          known = bytes;
          moved();
          arrived(bytes);
        },
      });
    });
  }

  return {
    upload: async ({ id, sha256 }, bytes, progress) => {
      const answered = await exchange({
        method: 'PUT',
        id,
        headers: {
          'Content-Type': 'application/octet-stream',
          'Content-Length': bytes.length,
          [noteHashHeader]: sha256,
        },
        body: bytes,
        arrived: progress,
        maxAnswerBytes: wordsBytes,
      });
      return answered.ok ? uploaded(answered.value.status) : answered;
    },
    download: async (id, maxBytes) => {
      const answered = await exchange({
        method: 'GET',
        id,
        headers: {},
        body: null,
        arrived: () => undefined,
        maxAnswerBytes: Math.max(maxBytes, wordsBytes),
      });
      if (!answered.ok) return answered;
      const { status, body } = answered.value;
      if (status !== 200) return downloadRefused(status);
      return body === null || body.length > maxBytes ? fail('damaged', 'it is larger than was said') : ok(body);
    },
    stop: () => {
      isStopped = true;
      for (const request of running) request.destroy();
    },
  };
}

/** Piece by piece, as this computer takes them; when they arrive is another matter. Ends by itself where the connection does. */
async function write(request: ClientRequest, body: Uint8Array, moved: () => void): Promise<void> {
  for (let at = 0; at < body.length && !request.destroyed; ) {
    const piece = body.subarray(at, at + pieceBytes);
    const goesOn = request.write(piece);
    at += piece.length;
    if (!goesOn) await drained(request);
    moved();
  }
  if (!request.destroyed) request.end();
}

function drained(request: ClientRequest): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      request.off('drain', go);
      request.off('close', go);
      resolve();
    };
    request.once('drain', go);
    request.once('close', go);
  });
}

function collect(response: IncomingMessage, maxBytes: number, moved: () => void): Promise<Result<Answer>> {
  return new Promise((resolve) => {
    const status = response.statusCode ?? 0;
    const parts: Buffer[] = [];
    let length = 0;
    response.on('data', (part: Buffer) => {
      moved();
      length += part.length;
      if (length > maxBytes) resolve(ok({ status, body: null }));
      else parts.push(part);
    });
    response.on('end', () =>
      resolve(
        response.complete
          ? ok({ status, body: new Uint8Array(Buffer.concat(parts)) })
          : fail('offline', 'it was cut off'),
      ),
    );
    response.on('error', (error) => resolve(fail('offline', error.message)));
    response.on('close', () => resolve(fail('offline', 'it was cut off')));
  });
}

function uploaded(status: number): Result<null> {
  switch (status) {
    case 200:
    case 201:
      return ok(null);
    case 409:
      return fail('rejected', 'other media stands there');
    case 400:
    case 411:
    case 413:
      return fail('invalid', `the gateway answers ${status}`);
    case 422:
      return fail('damaged', 'other bytes arrived');
    case 507:
      return fail('disk-full', 'the gateway has no room');
    default:
      return notNow(status);
  }
}

function downloadRefused(status: number): Result<never> {
  if (status === 404 || status === 410) return fail('gone');
  return status === 422 ? fail('damaged', 'damaged at the gateway') : notNow(status);
}

function notNow(status: number): Result<never> {
  const detail = `the gateway answers ${status}`;
  if (status === 401 || status === 403) return fail('offline', detail);
  return status === 408 || status === 429 || status === 503 ? fail('busy', detail) : fail('internal', detail);
}
