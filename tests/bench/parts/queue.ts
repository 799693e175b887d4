import { measureQueueEvents, type QueueEventsReport } from '../queue-events.ts';
import { say } from '../support/progress.ts';

export async function measureQueue(): Promise<QueueEventsReport> {
  say('queue: lives of calls');
  return measureQueueEvents();
}
