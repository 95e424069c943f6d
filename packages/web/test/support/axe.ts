import { source } from 'axe-core';
import type { Page } from 'playwright-core';

/** The serious and critical violations of accessibility that axe finds in what the page shows now, one line each. */
export async function seriousViolations(page: Page): Promise<readonly string[]> {
  // Half a megabyte of script: once a page.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  return page.evaluate(async () => {
    // While a dialog fades in or colours change, nothing has the contrast that it will have.
    for (const animation of document.getAnimations())
      if (Number.isFinite(animation.effect?.getComputedTiming().endTime)) animation.finish();
    const { violations } = await window.axe.run(document, { resultTypes: ['violations'] });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, help, nodes }) =>
        nodes.map(
          ({ html, any }) => `${id}: ${help}: ${html.slice(0, 200)} ${any[0]?.message ?? ''}`,
        ),
      );
  });
}

declare global {
  interface Window {
    readonly axe: typeof import('axe-core');
  }
}
