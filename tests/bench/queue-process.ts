/** The process in which parts/queue.ts lets the queue be measured; writes its report. */
import { measureQueueEvents } from './queue-events.ts';

process.stdout.write(JSON.stringify(await measureQueueEvents()));
