import { parentPort, workerData } from 'node:worker_threads';
import { serveWorkshop } from './notes/workshop-thread.ts';

if (parentPort === null) throw new Error('this file is the entry of a worker thread');
serveWorkshop(parentPort, workerData as { readonly identity: string | null });
