import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** Not in the repository: for looking at. */
const DIRECTORY = join(import.meta.dirname, '../../../../test-output/screenshots');

/**
 * Keeps what the page shows in test-output/screenshots/{name}-{width}-{theme}.png, e.g. `name`: `embed-offline`. `isFull`: the whole
 * page, not only what is in the window.
 */
export async function screenshot(page: Page, name: string, isFull = false): Promise<void> {
  await mkdir(DIRECTORY, { recursive: true });
  const width = page.viewportSize()?.width ?? 0;
  const isDark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  const path = join(DIRECTORY, `${name}-${width}-${isDark ? 'dark' : 'light'}.png`);
  await page.screenshot({ path, fullPage: isFull, animations: 'disabled' });
}

/** By how many pixels the page is wider than the window. */
export function overflowing(page: Page): Promise<number> {
  return page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}
