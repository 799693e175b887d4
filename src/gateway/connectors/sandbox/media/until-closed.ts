/**
 * Work on a connection. Whoever waits for it is released with an error as soon as the connection is to be closed; the closing
 * itself waits for the work, because the stack leaves a socket behind that it opens after its end, and leaves promises unsettled.
 */
export function createUntilClosed(): { run<T>(work: () => Promise<T>): Promise<T>; close(): Promise<void> } {
  let pending: Promise<unknown> = Promise.resolve();
  let isClosed = false;
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const over = (): never => {
    throw new Error('the call is over');
  };
  return {
    run: async (work) => {
      if (isClosed) over();
      const working = work();
      pending = Promise.allSettled([pending, working]);
      return Promise.race([working, released.then(over)]);
    },
    close: async () => {
      isClosed = true;
      release();
      await pending;
    },
  };
}
