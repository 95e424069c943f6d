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

/** Enters a credential in the bar's dialog. */
export async function enterCredential(page: Page, label: string, value: string): Promise<void> {
  await page.getByRole('button', { name: 'Credentials' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(label).fill(value);
  await dialog.getByRole('button', { name: 'Done' }).click();
}
