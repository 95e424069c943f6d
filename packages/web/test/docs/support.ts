import type { Viewport, Watched } from '../../../server/src/testing/browser.ts';

type Page = Watched['page'];

export const WIDE: Viewport = { width: 1280, theme: 'light' };

/** Goes on to another place of the page. */
export async function follow(page: Page, place: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, place);
  await page
    .locator(`a[aria-current="page"][href="${place}"]`)
    .first()
    .waitFor({ state: 'attached' });
}

export const send = (page: Page) =>
  page.getByRole('button', { name: 'Send', exact: true }).last().click();
export const answer = (page: Page) => page.getByRole('region', { name: 'Answer' });
