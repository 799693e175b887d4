import { fromNv12, fromRgba, type I420, i420Size, planesOf, rotate, shrink } from './i420.ts';

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Newer Chromium says how a sender holds its phone; older ones do so only when they draw the frame themselves. */
type Turned = VideoFrame & { readonly rotation?: number };

/**
 * A frame as I420, upright, with even sides. The frame stays open.
 * @param widest a picture that is wider is shrunk by halves
 * @throws where the browser cannot read the frame, for example because its memory is gone
 */
export async function readFrame(frame: VideoFrame, widest: number): Promise<I420> {
  const rect = evenRectangle(frame);
  if (rect === null) throw new Error('a frame without a picture');
  const { rotation } = frame as Turned;
  const isTurnedUnseen = rotation === undefined && isTransposed(frame, rect);
  const read = isTurnedUnseen ? drawn(frame) : await copied(frame, rect);
  return rotate(shrink(read, widest), rotation ?? 0);
}

/** Half a sample of colour cannot be copied: an odd column or row at the edge is left out. */
function evenRectangle({ visibleRect }: VideoFrame): Rectangle | null {
  if (visibleRect === null) return null;
  const { x: left, y: top, width, height } = visibleRect;
  const [x, y] = [left + (left % 2), top + (top % 2)];
  const rect = { x, y, width: even(left + width - x), height: even(top + height - y) };
  return rect.width > 0 && rect.height > 0 ? rect : null;
}

const even = (length: number): number => length - (length % 2);

const isTransposed = ({ displayWidth, displayHeight }: VideoFrame, { width, height }: Rectangle): boolean =>
  displayWidth !== displayHeight && displayWidth > displayHeight !== width > height;

async function copied(frame: VideoFrame, rect: Rectangle): Promise<I420> {
  const { width, height } = rect;
  const data = new Uint8Array(i420Size(width, height));
  switch (frame.format) {
    case 'I420': {
      const layout = planesOf(width, height).map((plane) => ({ offset: plane.offset, stride: plane.width }));
      await frame.copyTo(data, { rect, layout });
      return { width, height, data };
    }
    case 'NV12': {
      const layout = [
        { offset: 0, stride: width },
        { offset: width * height, stride: width },
      ];
      await frame.copyTo(data, { rect, layout });
      return fromNv12(width, height, data);
    }
    default:
      return drawn(frame);
  }
}

/** For what lies in the memory of a graphics card or is in another format. */
function drawn(frame: VideoFrame): I420 {
  const [width, height] = [even(frame.displayWidth), even(frame.displayHeight)];
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true, alpha: false });
  if (context === null) throw new Error('no canvas');
  context.drawImage(frame, 0, 0);
  return fromRgba(width, height, context.getImageData(0, 0, width, height).data);
}
