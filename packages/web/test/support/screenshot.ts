import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { isLong } from '../../../server/test/support/long.ts';

/** Set by `npm run screenshots`: otherwise no picture is taken, since no test compares them. */
const isTaken = process.env['TEST_SCREENSHOTS'] === '1';
/** Not in the repository: for looking at. */
const DIRECTORY = join(import.meta.dirname, '../../../../test-output/screenshots');

/**
 * Keeps what the page shows in test-output/screenshots/{name}-{width}-{theme}.png, e.g. `name`: `embed-offline`. `isFull`: the whole
 * page, not only what is in the window.
 */
export async function screenshot(page: Page, name: string, isFull = false): Promise<void> {
  if (!isTaken) return;
  await mkdir(DIRECTORY, { recursive: true });
  const width = page.viewportSize()?.width ?? 0;
  const isDark = await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  const path = join(DIRECTORY, `${name}-${width}-${isDark ? 'dark' : 'light'}.png`);
  await page.screenshot({ path, fullPage: isFull, animations: 'disabled' });
}

interface Viewport {
  readonly width: number;
  readonly colorScheme: 'light' | 'dark';
}

const TWO_VIEWPORTS: readonly Viewport[] = [
  { width: 390, colorScheme: 'dark' },
  { width: 1280, colorScheme: 'light' },
];
export const FOUR_VIEWPORTS: readonly Viewport[] = [
  ...TWO_VIEWPORTS,
  { width: 390, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark' },
];

/**
 * The same at 390 and 1280 pixels, dark and light (`npm run test:long`: each in both). Not for what goes away when the window is
 * resized: `screenshots` takes both themes at the width that is.
 */
export async function everyViewport(
  page: Page,
  name: string,
  viewports = isLong ? FOUR_VIEWPORTS : TWO_VIEWPORTS,
): Promise<void> {
  const size = page.viewportSize() ?? { width: 1280, height: 900 };
  for (const { width, colorScheme } of viewports) {
    await page.setViewportSize({ width, height: size.height });
    await page.emulateMedia({ colorScheme });
    await screenshot(page, name);
  }
  await page.setViewportSize(size);
}

/** The same, light and dark. */
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
