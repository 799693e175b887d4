import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Runs axe over the page as it stands: WCAG 2.2 A and AA and the best practices. Returns one line a violation. */
export async function violations(page: Page): Promise<readonly string[]> {
  // No tooltip comes up meanwhile, and colours that are on their way from one to another are none that anybody has to read.
  await page.mouse.move(0, 0);
  await page.evaluate(async () => {
    // One that ends may let the next begin: at rest is what has stood still for some frames.
    for (let still = 0; still < 10; still += 1) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      const passing = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
      if (passing.length > 0) still = 0;
      await Promise.allSettled(passing.map(({ finished }) => finished));
    }
  });
  // Through the debugger, so the page's content security policy stays as it is; once in the life of a page, which takes a while to read it.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(source);
  const results = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run: (context: Document, options: object) => Promise<AxeResults> };
    };
    return axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      resultTypes: ['violations'],
      // What plays by itself is looked for; the style sheets are read by none of these rules, and reading them takes as long as all of them.
      preload: { assets: ['media'] },
    });
  });
  return results.violations.flatMap((violation) =>
    violation.nodes.map((node) =>
      `${violation.id}: ${node.target.join(' ')} — ${node.failureSummary ?? ''}`.replace(/\s+/g, ' '),
    ),
  );
}
