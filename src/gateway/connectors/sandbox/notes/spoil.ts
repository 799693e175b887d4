import { unreachable } from '#shared/never.ts';
import type { NoteStep } from './note-step.ts';

/** Media as it would be after what `spoilt` of a scenario names happened to it. */
export function spoil(bytes: Uint8Array, spoilt: NoteStep['spoilt']): Uint8Array {
  switch (spoilt) {
    case undefined:
    case 'unknown-call':
      return bytes;
    case 'truncated':
      return bytes.slice(0, Math.floor(bytes.length * 0.6));
    case 'not-media':
      return Buffer.from('This is a page that says that there was an error.\n'.repeat(20));
    case 'altered': {
      const altered = Uint8Array.from(bytes);
      const middle = Math.floor(bytes.length / 2);
      altered[middle] = (altered[middle] ?? 0) ^ 0xff;
      return altered;
    }
    case 'unknown-codec':
      return renameCodec(bytes);
    default:
      return unreachable(spoilt);
  }
}

/** Every codec's name in a WebM file (RFC 9559 §5.1.4.1.21) becomes one that nobody has. */
function renameCodec(bytes: Uint8Array): Uint8Array {
  const renamed = Buffer.from(bytes);
  for (const name of ['A_OPUS', 'V_VP8', 'V_VP9']) {
    const at = renamed.indexOf(name);
    if (at >= 0) renamed.write('X'.repeat(name.length - 2), at + 2, 'latin1');
  }
  return renamed;
}
