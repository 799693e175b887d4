/**
 * The two questions that the first paint needs. To be imported before anything else: they are on their way to main while the rest of the program
 * is being evaluated. The port of the pictures may come as early as that, and comes once.
 */
import { createPictures } from './pictures/pictures.ts';
import { receivePictures } from './pictures/receive.ts';
import { createClient } from './state/client.ts';

export const pictures = createPictures((draw) => void requestAnimationFrame(draw));
receivePictures(window, pictures);

export const client = createClient(window.cornetta);
export const snapshot = client.ask('session.snapshot', null);
export const firstInboxPage = client.ask('inbox.page', { before: null, limit: 50 });
