/** Entry of the transcriber: an Electron utility process, given its work by main. */
import { serveTranscriber } from './engine/serve.ts';

const { parentPort } = process;
serveTranscriber({
  onTask: (take) => parentPort.on('message', ({ data }) => take(data)),
  reply: (message) => parentPort.postMessage(message),
});
