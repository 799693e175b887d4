/**
 * The two questions that the first paint needs. To be imported before anything else: they are on their way to main while the rest of the program
 * is being evaluated. The port of the pictures may come as early as that, and comes once.
 */

import { createClient } from './state/client.ts';
import { createPictures } from './state/pictures.ts';
import { receivePictures } from './state/receive-pictures.ts';

export const pictures = createPictures((draw) => void requestAnimationFrame(draw));
receivePictures(window, pictures);

export const client = createClient(window.cornetta);
export const snapshot = client.ask('session.snapshot', null);
export const firstInboxPage = client.ask('inbox.page', { before: null, limit: 50 });
