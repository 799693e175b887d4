import { parentPort, workerData } from 'node:worker_threads';
import { type FinaliseMode, finalise } from './finalise.ts';

/** One file a thread: whatever a damaged recording does to it, the next one starts clean. */
const { path, mode } = workerData as { readonly path: string; readonly mode: FinaliseMode };
parentPort?.postMessage(await finalise(path, mode));
// What V8 still compiles of all that may have to wait for this thread, and Node, where a thread ends, waits for what is being compiled: both
// for ever (https://github.com/nodejs/node/issues/54918). A quarter of a second later nothing is compiled any more.
setTimeout(() => undefined, 250);
