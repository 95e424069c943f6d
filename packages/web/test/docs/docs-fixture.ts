import type { Page } from 'playwright-core';
import {
  launch,
  openPage,
  type Viewport,
  type Watched,
} from '../../../server/src/testing/browser.ts';
import { startTestServer, type TestServer } from '../../../server/src/testing/test-server.ts';

export const WIDE: Viewport = { width: 1280, theme: 'light' };

/** A server, and a browser for its docs. */
export interface DocsFixture extends AsyncDisposable {
  readonly server: TestServer;
  /** The page at a place, e.g. `#/socket/lobby`, as soon as it has loaded. */
  open(place?: string, viewport?: Viewport): Promise<Watched>;
  /** The same, once what it shows is there. */
  at(place: string, viewport?: Viewport): Promise<Watched>;
}

export async function openDocs(): Promise<DocsFixture> {
  const server = await startTestServer();
  const browser = await launch();
  const open = (place = '', viewport = WIDE) =>
    openPage(browser, server.url, viewport, `/docs${place}`);
  return {
    server,
    open,
    async at(place, viewport) {
      const watched = await open(place, viewport);
      await watched.page.locator('main h1').waitFor();
      return watched;
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

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
