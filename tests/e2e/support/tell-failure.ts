import type { Page, TestInfo } from '@playwright/test';

/** So much of what a process wrote last is enough to see what it did. */
const lines = 200;

/** What Chromium says on any machine without a sound card or a system bus. */
const usual = /^ALSA lib|ERROR:(?:bus|object_proxy|alsa_util)\.cc/;

interface Process {
  readonly pid: number;
  /** Everything it wrote. */
  readonly output: () => string;
}

/**
 * Says what the processes of a failed test wrote, and what a window shows, for whoever has the output of the run and nothing else: there,
 * an attachment is shown by its beginning only. A picture of the window lies with the other results.
 */
export async function tellFailure(
  test: TestInfo,
  processes: readonly (Process & { readonly page?: Page })[],
): Promise<void> {
  const { title, status, expectedStatus } = test;
  if (status === expectedStatus) return;
  for (const { pid, output, page } of processes) {
    const shown = await page?.locator('body').ariaSnapshot({ timeout: 2_000 }).catch(String);
    const wrote = output()
      .trimEnd()
      .split('\n')
      .filter((line) => !usual.test(line));
    process.stdout.write(`\n--- process ${pid} of "${title}" wrote\n${wrote.slice(-lines).join('\n')}\n`);
    if (shown !== undefined) process.stdout.write(`--- and its window shows\n${shown}\n`);
    const picture = test.outputPath(`window-${pid}.png`);
    const taken = await page?.screenshot({ path: picture, timeout: 2_000 }).then(() => picture, String);
    if (taken !== undefined) process.stdout.write(`--- its picture: ${taken}\n`);
    process.stdout.write('---\n');
  }
}
