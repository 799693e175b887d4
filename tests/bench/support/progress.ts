const begun = performance.now();

/** What the bench is doing, on stderr: stdout carries nothing but the result. */
export function say(text: string): void {
  process.stderr.write(`${((performance.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${text}\n`);
}
