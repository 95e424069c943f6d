import { expect } from 'vitest';
import type { Watched } from '../../../server/src/testing/browser.ts';
import { seriousViolations } from '../support/axe.ts';
import { overflowing, screenshot } from '../support/screenshot.ts';

/** A picture of the page as it is, what axe finds in it, and that it is no wider than its window; then in `more` themes. */
export async function look(
  { page }: Watched,
  name: string,
  more: readonly ('light' | 'dark')[],
): Promise<void> {
  for (const colorScheme of [null, ...more]) {
    if (colorScheme !== null) await page.emulateMedia({ colorScheme });
    await page.evaluate('scrollTo(0, 0)');
    expect(await seriousViolations(page)).toEqual([]);
    await screenshot(page, `playground-${name}`, true);
  }
  expect(await overflowing(page)).toBe(0);
}
