/**
 * The two questions that the first paint needs. To be imported before anything else: they are on their way to main while the rest of the program
 * is being evaluated.
 */
import { createClient } from './state/client.ts';

export const client = createClient(window.cornetta);
export const snapshot = client.ask('session.snapshot', null);
export const firstInboxPage = client.ask('inbox.page', { before: null, limit: 50 });
