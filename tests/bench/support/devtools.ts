/** A connection to a DevTools protocol endpoint: Chromium's for the pages, Node's for the main process. */
export interface DevTools {
  send<Reply>(method: string, parameters?: object, sessionId?: string): Promise<Reply>;
  on(event: string, listener: (parameters: never) => void): void;
  close(): void;
}

interface Incoming {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

export async function connectDevTools(url: string): Promise<DevTools> {
  const socket = new WebSocket(url);
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, ((parameters: never) => void)[]>();
  let lastId = 0;
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve();
    socket.onerror = () => reject(new Error(`cannot connect to ${url}`));
  });
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(String(data)) as Incoming;
    const asked = message.id === undefined ? undefined : waiting.get(message.id);
    if (asked !== undefined && message.id !== undefined) {
      waiting.delete(message.id);
      if (message.error === undefined) asked.resolve(message.result);
      else asked.reject(new Error(message.error.message));
      return;
    }
    for (const listener of listeners.get(message.method ?? '') ?? []) listener(message.params as never);
  };
  socket.onclose = () => {
    for (const { reject } of waiting.values()) reject(new Error(`the connection to ${url} was closed`));
    waiting.clear();
  };
  return {
    send: <Reply>(method: string, params: object = {}, sessionId?: string) =>
      new Promise<Reply>((resolve, reject) => {
        lastId += 1;
        waiting.set(lastId, { resolve: resolve as (value: unknown) => void, reject });
        socket.send(JSON.stringify({ id: lastId, method, params, ...(sessionId === undefined ? {} : { sessionId }) }));
      }),
    on: (event, listener) => {
      listeners.set(event, [...(listeners.get(event) ?? []), listener]);
    },
    close: () => socket.close(),
  };
}

interface Evaluated {
  readonly result: { readonly value?: unknown };
  readonly exceptionDetails?: { readonly text: string; readonly exception?: { readonly description?: string } };
}

/** Runs a function over there; it is sent as text, so it can use nothing but its arguments and what is global there. */
export async function evaluate<Arguments extends readonly unknown[], Value>(
  devTools: DevTools,
  sessionId: string | undefined,
  run: (...values: Arguments) => Value | Promise<Value>,
  values: Arguments,
  options: object = {},
): Promise<Value> {
  const expression = `(${run.toString()})(${values.map((value) => JSON.stringify(value)).join(',')})`;
  const { result, exceptionDetails } = await devTools.send<Evaluated>(
    'Runtime.evaluate',
    { expression, awaitPromise: true, returnByValue: true, ...options },
    sessionId,
  );
  if (exceptionDetails !== undefined) {
    throw new Error(`in the page: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
  }
  return result.value as Value;
}
