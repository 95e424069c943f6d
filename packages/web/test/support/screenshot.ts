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

const WIDTHS = [390, 1280];

/**
 * The same at 390 and 1280 pixels, light and dark. Not for what goes away when the window is resized: `screenshots` then takes both
 * themes at the width that is.
 */
export async function everyLook(page: Page, name: string): Promise<void> {
  const size = page.viewportSize() ?? { width: 1280, height: 900 };
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: size.height });
    await screenshots(page, name);
  }
  await page.setViewportSize(size);
}

export async function screenshots(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await screenshot(page, name);
  }
}

/** By how many pixels the page is wider than the window. */
export function overflowing(page: Page): Promise<number> {
  return page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}
