/** Entry of the ui window. */
import './first-questions.ts';
import { start } from './app/start.tsx';
import { client, firstInboxPage, pictures, snapshot } from './first-questions.ts';

await start({ client, pictures, snapshot, firstInboxPage, root: document.getElementById('root') });
