import { parentPort, workerData } from 'node:worker_threads';
import { createLedgerService } from './ledger/ledger-service.ts';
import type { StoreWorkerData } from './rpc/messages.ts';
import { serveStore } from './rpc/serve.ts';

if (parentPort === null) throw new Error('this file is the entry of a worker thread');
serveStore(parentPort, workerData as StoreWorkerData, createLedgerService);
