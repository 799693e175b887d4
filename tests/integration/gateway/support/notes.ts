import { createHash, randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { type NoteDraft, noteHashHeader, notePath } from '../../../../src/shared/contracts/note.ts';
import type { TestGateway } from './gateway.ts';

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Bytes that stand for media; the gateway does not look into what an agent leaves. */
export const mediaOf = (text: string, bytes = 2_000): Buffer => Buffer.alloc(bytes, text);

export interface Answer {
  readonly status: number;
  readonly body: Buffer;
  readonly headers: Record<string, unknown>;
}

interface Over {
  readonly token?: string;
  readonly hash?: string | null;
  readonly headers?: Record<string, string>;
  readonly method?: string;
}

/** One request for a note's media, with nothing in between that could mend it. */
export function askForNote(
  gateway: TestGateway,
  id: string,
  media: Uint8Array | null,
  over: Over = {},
): Promise<Answer> {
  const { token = 'token-of-anna', hash = media === null ? null : sha256(media) } = over;
  const headers = {
    Authorization: `Bearer ${token}`,
    ...(media === null ? {} : { 'Content-Length': String(media.length) }),
    ...(hash === null ? {} : { [noteHashHeader]: hash }),
    ...over.headers,
  };
  const method = over.method ?? (media === null ? 'GET' : 'PUT');
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: gateway.host, port: gateway.port, path: notePath(id), method, headers, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks), headers: response.headers }),
        );
      },
    );
    request.on('error', reject);
    request.end(media ?? undefined);
  });
}

export const put = (gateway: TestGateway, id: string, media: Uint8Array, over?: Over): Promise<Answer> =>
  askForNote(gateway, id, media, over);
export const get = (gateway: TestGateway, id: string, over?: Over): Promise<Answer> =>
  askForNote(gateway, id, null, over);

/** An upload whose body a test writes by hand, to be cut or never to end. */
export async function openUpload(gateway: TestGateway, id: string, media: Uint8Array): Promise<Socket> {
  const socket = connect(gateway.port, gateway.host);
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => {});
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  socket.write(
    [
      `PUT ${notePath(id)} HTTP/1.1`,
      `Host: ${gateway.host}:${gateway.port}`,
      'Authorization: Bearer token-of-anna',
      `Content-Length: ${media.length}`,
      `${noteHashHeader}: ${sha256(media)}`,
      '',
      '',
    ].join('\r\n'),
  );
  return socket;
}

/** What an agent's desktop says of media that it handed over. */
export const draftOf = (media: Uint8Array, over: Partial<NoteDraft> = {}): NoteDraft => ({
  id: randomUUID(),
  contactId: 'anna',
  callId: 'call-1',
  kind: 'voice',
  durationMs: 4_000,
  bytes: media.length,
  sha256: sha256(media),
  mimeType: 'audio/webm;codecs=opus',
  peaks: null,
  ...over,
});
