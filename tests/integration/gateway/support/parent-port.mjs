// Stands in for Electron: gives a forked Node process what a utility process has.
const listeners = { message: [], close: [] };
process.parentPort = {
  on: (event, listener) => listeners[event].push(listener),
  postMessage: (message) => {
    if (process.connected) process.send(message);
  },
};
process.on('message', (data) => {
  for (const listener of listeners.message) listener({ data });
});
process.on('disconnect', () => {
  for (const listener of listeners.close) listener();
});
