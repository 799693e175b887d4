import { describe, expect, it } from 'vitest';
import { opusPacketMs } from '../../../src/gateway/connectors/sandbox/media/opus-file.ts';
import { encodedLoop, recordedLoop, silencePacket } from '../../../src/gateway/connectors/sandbox/media/opus-loop.ts';

function countingEncoder() {
  const encoder = { opened: 0, deleted: 0, frames: [] as number[] };
  const open = () => {
    encoder.opened++;
    return {
      encode: (pcm: Buffer) => {
        encoder.frames.push(pcm.readInt16LE(0));
        return Uint8Array.of(encoder.frames.length);
      },
      delete: () => {
        encoder.deleted++;
      },
    };
  };
  return { encoder, open };
}

/** Frames that tell their own index in their first sample. */
const numbered = (frames: number, seamless: boolean) => ({
  frames,
  seamless,
  frame: (index: number) => Float32Array.from({ length: 960 }, () => index / 32_767),
});

describe('a loop that is encoded on the way', () => {
  it('encodes each frame once, frees the encoder, and repeats the packets', () => {
    const { encoder, open } = countingEncoder();
    const loop = encodedLoop(numbered(3, false), open);
    expect(encoder.opened).toBe(0);
    const packets = Array.from({ length: 8 }, (_, position) => loop.packet(position)[0]);
    expect(packets).toEqual([1, 2, 3, 1, 2, 3, 1, 2]);
    expect(encoder).toEqual({ opened: 1, deleted: 1, frames: [0, 1, 2] });
  });

  it('without a seam repeats the second round', () => {
    const { encoder, open } = countingEncoder();
    const loop = encodedLoop(numbered(2, true), open);
    expect(Array.from({ length: 7 }, (_, position) => loop.packet(position)[0])).toEqual([1, 2, 3, 4, 3, 4, 3]);
    expect(encoder.frames).toEqual([0, 1, 0, 1]);
  });

  it('serves calls that began at different times', () => {
    const { encoder, open } = countingEncoder();
    const loop = encodedLoop(numbered(40, false), open);
    expect(
      [loop.packet(0), loop.packet(1), loop.packet(0), loop.packet(2), loop.packet(1)].map(([first]) => first),
    ).toEqual([1, 2, 1, 3, 2]);
    expect(encoder.frames).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
    expect(loop.complete).toBe(false);
    loop.dispose();
    loop.dispose();
    expect(encoder.deleted).toBe(1);
  });
});

describe('a loop without an encoder', () => {
  it('is silent until there is one, and then where it should be', () => {
    const { encoder, open } = countingEncoder();
    let free = false;
    const loop = encodedLoop(numbered(40, false), () => (free ? open() : null));
    expect([loop.packet(0), loop.packet(1)]).toEqual([silencePacket, silencePacket]);
    free = true;
    expect(loop.packet(6)).toEqual(Uint8Array.of(7));
    expect(encoder.frames).toHaveLength(7);
  });
});

describe('recorded packets', () => {
  it('come round and round', () => {
    const loop = recordedLoop([Uint8Array.of(1), Uint8Array.of(2)]);
    expect([0, 1, 2, 3].map((position) => loop.packet(position)[0])).toEqual([1, 2, 1, 2]);
  });
});

describe('the duration of an Opus packet', () => {
  it.each([
    ['CELT 20 ms', [0xfc], 20],
    ['CELT 2.5 ms', [0xe0], 2.5],
    ['SILK 60 ms', [0x18], 60],
    ['hybrid 10 ms', [0x60], 10],
    ['two frames of 10 ms', [0x61], 20],
    ['three frames of 20 ms', [0x0b, 3], 60],
    ['nothing', [], 0],
  ])('%s', (_, bytes, milliseconds) => {
    expect(opusPacketMs(Uint8Array.from(bytes))).toBe(milliseconds);
  });

  it('of the packet of silence is that of a frame', () => {
    expect(opusPacketMs(silencePacket)).toBe(20);
  });
});
