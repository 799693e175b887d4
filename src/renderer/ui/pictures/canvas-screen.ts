import type { Screen } from './pictures.ts';

/**
 * Draws on a canvas of the picture's own size, which the page scales. The engine turns the colours around (WebCodecs `VideoFrame`), on the graphics card where
 * there is one; a stream into a media element would cost its own clock and queue.
 */
export function canvasScreen(canvas: HTMLCanvasElement): Screen {
  const context = canvas.getContext('2d', { alpha: false });
  return {
    draw: ({ width, height, data }) => {
      if (context === null) return;
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
      const picture = new VideoFrame(data, { format: 'I420', codedWidth: width, codedHeight: height, timestamp: 0 });
      try {
        context.drawImage(picture, 0, 0);
      } finally {
        // It holds memory outside the page until then.
        picture.close();
      }
    },
    clear: () => context?.clearRect(0, 0, canvas.width, canvas.height),
  };
}
