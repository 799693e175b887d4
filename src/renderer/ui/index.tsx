/**
 * Entry of the ui window. The two questions that the first paint needs are on their way to main before the rest of the
 * program is loaded.
 */
import { createClient } from './state/client.ts';

const client = createClient(window.cornetta);
const snapshot = client.ask('session.snapshot', null);
const firstInboxPage = client.ask('inbox.page', { before: null, limit: 50 });

const { start } = await import('./app/start.tsx');
await start({ client, snapshot, firstInboxPage, root: document.getElementById('root') });
