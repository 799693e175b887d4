/**
 * Boundary phone window ↔ ui window, for pictures only: a MessagePort from one to the other that main hands to both and never looks into. The phone window has
 * camera and media path, the ui window has neither and gets finished pictures. Either window may be replaced at any time; both get a fresh port then.
 */

/** `own`: what the camera of this computer sees; `contact`: what the contact sends. */
export const picturesOf = ['own', 'contact'] as const;
export type PictureOf = (typeof picturesOf)[number];

/** One picture: planes Y, U and V one after the other without padding (I420), `width` and `height` in pixels, both even. */
export interface PictureFrame {
  readonly type: 'frame';
  readonly of: PictureOf;
  readonly width: number;
  readonly height: number;
  readonly data: ArrayBuffer;
}

export type PicturesToUi =
  | PictureFrame
  /** There is none any more (or not yet): what is shown must go. */
  | { readonly type: 'none'; readonly of: PictureOf };

export type PicturesToPhone =
  /** What is on screen now, whole; what is not wanted is not sent. */
  | { readonly type: 'wanted'; readonly of: readonly PictureOf[] }
  /** The last one was drawn: the newest one may come. Without this none does, so that a slow window never has a queue. */
  | { readonly type: 'drawn'; readonly of: PictureOf };

/** The message that comes with the port into each window (`window` event `message`, `event.ports[0]`). */
export const picturesPortMessage = 'cornetta:pictures';
