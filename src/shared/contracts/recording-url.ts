/**
 * Address of a recording's audio for an <audio> element in the ui window; answers range requests.
 * In a file of its own, so that the window can have it without the schemas.
 */
export const recordingUrl = (id: string): string => `app://ui/recordings/${encodeURIComponent(id)}.webm`;
