import { afterAll, beforeAll, expect, it } from 'vitest';
import { callsOf, type OpenApiDocument } from '../../src/docs/model/openapi.ts';
import { type DocsFixture, enterCredential, openDocs } from './docs-fixture.ts';

let docs: DocsFixture;
beforeAll(async () => {
  docs = await openDocs();
});
afterAll(() => docs?.[Symbol.asyncDispose]());

it('succeeds with each example of the API spec at its first Send, response in view', async () => {
  const spec: OpenApiDocument = await (await fetch(`${docs.server.url}/docs/openapi.json`)).json();
  const calls = callsOf(spec);
  expect(calls.length).toBeGreaterThan(100);
  await using one = await docs.open();
  const { page } = one;
  await page.getByText('Platform messages').first().waitFor();
  await enterCredential(page, 'Operator’s key', docs.server.config.adminKey);
  // By the page's own script: a hundred calls, and each would take a dozen messages to the browser.
  const failed = await page.evaluate(
    async (ids) => {
      const buttons = () => [...document.querySelectorAll<HTMLButtonElement>('main form button')];
      const button = (name: string) => buttons().find(({ textContent }) => textContent === name);
      const at = (selector: string) => document.querySelector(`main form ${selector}`);
      const until = async (isThere: () => boolean) => {
        for (let frames = 0; frames < 3_600 && !isThere(); frames++)
          await new Promise(requestAnimationFrame);
      };
      const wrong: string[] = [];
      for (const id of ids) {
        location.hash = `#/http/${id}`;
        const link = `a[aria-current="page"][href="#/http/${id}"]`;
        await until(() => document.querySelector(link) !== null && button('Send') !== undefined);
        const prepare = button('Prepare');
        prepare?.click();
        const isPrepared = () =>
          button('Prepare')?.disabled === false && at('ul li, p + [role="alert"]');
        if (prepare !== undefined) await until(() => Boolean(isPrepared()));
        button('Send')?.click();
        await until(() => at('[role="status"]') !== null);
        const { top = -1, bottom = 0 } = at('[role="status"]')?.getBoundingClientRect() ?? {};
        const text = button('Send')?.closest('div')?.textContent ?? '';
        if (!/^2\d\d/.test(at('[role="status"]')?.textContent ?? '')) wrong.push(`${id}: ${text}`);
        if (top < 0 || bottom > innerHeight) wrong.push(`${id}: the response is out of view`);
      }
      return wrong;
    },
    calls.map(({ id }) => id),
  );
  expect(failed).toEqual([]);
  expect(one.complaints).toEqual([]);
});
