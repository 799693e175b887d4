/** Entry of the ui window. */
import './first-questions.ts';
import { start } from './app/start.tsx';
import { client, firstInboxPage, snapshot } from './first-questions.ts';

await start({ client, snapshot, firstInboxPage, root: document.getElementById('root') });
