const whole = (milliseconds: number): number => Math.max(0, Math.floor(milliseconds / 1000));
const two = (value: number): string => String(value).padStart(2, '0');

/** `02:14`, so that a running timer keeps its width; `1:02:14` from one hour on. A clock that was set back gives 00:00, never a minus sign. */
export function formatDuration(milliseconds: number): string {
  const seconds = whole(milliseconds);
  const hours = Math.floor(seconds / 3600);
  const minutes = two(Math.floor(seconds / 60) % 60);
  const rest = `${minutes}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

/** For `<time datetime>`: ISO 8601, `PT2M14S`. */
export function isoDuration(milliseconds: number): string {
  const seconds = whole(milliseconds);
  return `PT${Math.floor(seconds / 60)}M${seconds % 60}S`;
}
