import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Viewport } from '../../../server/src/testing/browser.ts';
import { seriousViolations } from '../support/axe.ts';
import { overflowing, screenshot } from '../support/screenshot.ts';
import { answer, type DocsFixture, follow, openDocs, send, WIDE } from './docs-fixture.ts';

const VIEWPORTS: readonly Viewport[] = [390, 1280].flatMap((width) => [
  { width, theme: 'light' },
  { width, theme: 'dark' },
]);

let docs: DocsFixture;
beforeAll(async () => {
  docs = await openDocs();
});
afterAll(() => docs?.[Symbol.asyncDispose]());

describe('looking things up', () => {
  it('lists every call and every frame, and every link leads to its page', async () => {
    await using one = await docs.at('');
    const { page } = one;
    const links = page.getByRole('navigation', { name: 'Docs' }).locator('a');
    await page.getByText('Platform messages').first().waitFor();
    const hrefs = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    expect(hrefs.length).toBeGreaterThan(120);
    expect(new Set(hrefs).size).toBe(hrefs.length);
    const wrong = await page.evaluate(async (all) => {
      const found: string[] = [];
      for (const href of all) {
        location.hash = href ?? '';
        const isThere = () =>
          document.querySelector(`a[aria-current="page"][href="${href}"]`) !== null &&
          document.querySelectorAll('main h1').length === 1;
        for (let frames = 0; frames < 600 && !isThere(); frames++)
          await new Promise(requestAnimationFrame);
        if (!isThere()) found.push(`${href}`);
      }
      return found;
    }, hrefs);
    expect(wrong).toEqual([]);
    expect(one.complaints).toEqual([]);
  });

  it('says so when a link leads nowhere', async () => {
    await using one = await docs.open('#/http/no%such');
    await one.page.getByText('Page not found').waitFor();
    expect(one.complaints).toEqual([]);
  });

  it('is painted before the reference has come', async () => {
    await using one = await docs.open();
    const { page } = one;
    await page.route('**/docs/*.json', () => new Promise(() => {}));
    await page.reload({ waitUntil: 'commit' });
    await page.getByRole('heading', { name: 'Koine docs' }).waitFor();
    await page.getByRole('searchbox').waitFor();
  });
});

describe('the way to the other pages', () => {
  it.each([1280, 390])('is there at %i px', async (width) => {
    await using one = await docs.open('', { width, theme: 'light' });
    const { page } = one;
    if (width === 390) await page.getByRole('button', { name: 'Navigation' }).click();
    const pages = page.getByRole('navigation', { name: 'Pages' });
    await pages.getByRole('link', { name: 'Playground' }).waitFor();
    await pages.getByRole('link', { name: 'Admin' }).click();
    await page.getByRole('heading', { name: 'Administration' }).waitFor();
    await pages.getByRole('link', { name: 'Docs' }).click();
    await page.getByRole('heading', { name: 'Koine docs' }).waitFor();
  });
});

describe('on a phone', () => {
  it('the keyboard is led out of the navigation, and one button leads to where things are tried', async () => {
    await using one = await docs.at('#/http/platformSendMessage', { width: 390, theme: 'light' });
    const { page } = one;
    const button = page.getByRole('button', { name: 'Navigation', exact: true });
    const isFocused = (place: typeof button) =>
      expect.poll(() => place.evaluate((node) => node === document.activeElement)).toBe(true);
    await button.click();
    await page.getByRole('searchbox').focus();
    await page.keyboard.press('Escape');
    await isFocused(button);
    await button.click();
    await page.getByRole('searchbox').fill('platform edits a message');
    await page.keyboard.press('Enter');
    await isFocused(page.locator('main'));
    const aside = page.getByRole('complementary', { name: 'Try it' });
    await page.getByRole('button', { name: 'Try it' }).click();
    await isFocused(aside);
    await expect
      .poll(() => aside.evaluate((node) => Math.round(node.getBoundingClientRect().top)))
      .toBeLessThan(200);
    expect(one.complaints).toEqual([]);
  });
});

describe.each(VIEWPORTS)('at $width pixels, $theme', (viewport) => {
  it('looks as it should, and axe finds no serious error', async () => {
    await using one = await docs.at('', viewport);
    const { page } = one;
    const violations: (readonly [string, readonly string[]])[] = [];
    const keep = async (name: string) => {
      await screenshot(page, `docs-${name}`);
      // Colours do not change with the width, and what is narrow only is the navigation, which `search` shows.
      if (viewport.width === WIDE.width || name === 'search')
        violations.push([name, await seriousViolations(page)]);
      violations.push([
        `${name}: wider than the window`,
        Array(Math.max(0, await overflowing(page))).fill('px'),
      ]);
    };
    await page.getByText('Platform messages').first().waitFor({ state: 'attached' });
    await keep('start');
    await follow(page, '#/http/platformSendMessage');
    await keep('call');
    await send(page);
    await answer(page).waitFor();
    await answer(page).scrollIntoViewIfNeeded();
    await keep('answer');
    await follow(page, '#/socket/lobby');
    await keep('channel');
    await follow(page, '#/socket/community/send/sendMessage');
    await keep('frame');
    await follow(page, '#/guide/configuration');
    await keep('guide');
    if (viewport.width < 860) await page.getByRole('button', { name: 'Navigation' }).click();
    await page.getByRole('searchbox').fill('message');
    await keep('search');
    expect(violations.filter(([, found]) => found.length > 0)).toEqual([]);
    expect(one.complaints).toEqual([]);
  });
});
