import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Clock } from '../platform/clock.ts';

export function answerJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: OutgoingHttpHeaders = {},
): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    // Tickets and notes belong in no cache.
    'Cache-Control': 'no-store',
    ...headers,
  });
  response.end(text);
}

/** Says why, as JSON: `{ "error": { "code", "detail" } }`. */
export function refuseHttp(
  response: ServerResponse,
  status: number,
  code: string,
  detail: string,
  headers?: OutgoingHttpHeaders,
): void {
  answerJson(response, status, { error: { code, detail } }, headers);
}

/** A body that nobody wants is not waited for longer. */
const unwantedBodyMs = 10_000;

/** Lets a body go by that means nothing, so that the client gets to read the answer. */
export function ignoreBody(request: IncomingMessage, clock: Clock): void {
  request.resume();
  const { 'content-length': length = '0', 'transfer-encoding': encoding } = request.headers;
  if (length === '0' && encoding === undefined) return;
  const timer = clock.setTimeout(() => request.destroy(), unwantedBodyMs);
  request.once('close', () => clock.clearTimeout(timer));
}
