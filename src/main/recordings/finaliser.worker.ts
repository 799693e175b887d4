import { parentPort, workerData } from 'node:worker_threads';
import { type FinaliseMode, finalise } from './finalise.ts';

/** One file a thread: whatever a damaged recording does to it, the next one starts clean. */
const { path, mode } = workerData as { readonly path: string; readonly mode: FinaliseMode };
parentPort?.postMessage(await finalise(path, mode));
