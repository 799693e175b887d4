/** What of a browser's WebSocket is used here; a WebSocket is one. */
export interface WireSocket {
  readonly readyState: number;
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onerror: ((event: Event) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  send(data: string): void;
  close(code?: number, reason?: string): void;
}

/** Opens a WebSocket with the subprotocol `sip` (RFC 7118 §4.1). Throws where the address is none. */
export type OpenSocket = (url: string) => WireSocket;

export const openWebSocket: OpenSocket = (url) => {
  const socket = new WebSocket(url, 'sip');
  socket.binaryType = 'arraybuffer';
  return socket;
};

/** `readyState` of a WebSocket that can send. */
export const socketOpen = 1;

/** Forgets a socket: late events of it reach nobody. */
export function abandon(socket: WireSocket): void {
  socket.onopen = null;
  socket.onmessage = null;
  socket.onerror = null;
  socket.onclose = null;
  try {
    socket.close();
  } catch {
    // Already closed, or still connecting in an engine that objects: it is forgotten either way.
  }
}
