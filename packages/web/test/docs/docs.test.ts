import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Look, launch, openPage, type Watched } from '../../../server/src/testing/browser.ts';
import { startTestServer, type TestServer } from '../../../server/src/testing/test-server.ts';
import { seriousFaults } from '../support/axe.ts';
import { overflowing, screenshot } from '../support/screenshot.ts';

type Page = Watched['page'];

const INJECTION = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
const LOOKS: readonly Look[] = [390, 1280].flatMap((width) => [
  { width, theme: 'light' },
  { width, theme: 'dark' },
]);
const WIDE: Look = { width: 1280, theme: 'light' };

let server: TestServer;
let browser: Awaited<ReturnType<typeof launch>>;
beforeAll(async () => {
  server = await startTestServer();
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await server?.[Symbol.asyncDispose]();
});

/** The page at a place, once what it shows is there. */
async function at(place: string, look: Look = WIDE) {
  const watched = await openPage(browser, server.url, look, `/docs${place}`);
  await watched.page.locator('main h1').waitFor();
  return watched;
}

/** Goes on to another place of the page. */
async function follow(page: Page, place: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, place);
  await page
    .locator(`a[aria-current="page"][href="${place}"]`)
    .first()
    .waitFor({ state: 'attached' });
}

const send = (page: Page) => page.getByRole('button', { name: 'Send', exact: true }).last().click();
const answer = (page: Page) => page.getByRole('region', { name: 'Answer' });

describe('looking things up', () => {
  it('lists every call and every frame, and every link leads to its page', async () => {
    await using one = await at('');
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

  it('finds by words, by keyboard alone', async () => {
    await using one = await at('');
    const { page } = one;
    await page.getByText('Platform messages').first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('platform edit');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.url()).toMatch(/#\/(socket|http)\/.*edit/i);
    expect(await page.locator('main h1').textContent()).toMatch(/edit/i);
    await page.keyboard.press('/');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('xyzzy quux');
    await page.getByText('Nothing is found').waitFor();
    expect(one.complaints).toEqual([]);
  });

  it('says so when a link leads nowhere', async () => {
    await using one = await openPage(browser, server.url, WIDE, '/docs#/http/no%such');
    await one.page.getByText('There is no such page').waitFor();
    expect(one.complaints).toEqual([]);
  });

  it('is painted before the reference has come', async () => {
    await using one = await openPage(browser, server.url, WIDE, '/docs');
    const { page } = one;
    await page.route('**/docs/*.json', () => new Promise(() => {}));
    await page.reload({ waitUntil: 'commit' });
    await page.getByRole('heading', { name: 'Koine docs' }).waitFor();
    await page.getByRole('searchbox').waitFor();
  });
});

describe('the way to the other pages', () => {
  it.each([1280, 390])('is there at %i px', async (width) => {
    await using one = await openPage(browser, server.url, { width, theme: 'light' }, '/docs');
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
    await using one = await at('#/http/platformSendMessage', { width: 390, theme: 'light' });
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

describe('making requests', () => {
  it('makes one with the sandbox’s key and shows exactly what came back', async () => {
    await using one = await at('#/http/platformSendMessage');
    const { page } = one;
    await page.getByLabel('content (required)').fill('Sent from the docs');
    await send(page);
    await answer(page).getByText('201').waitFor();
    const body = await answer(page).locator('code').last().textContent();
    expect(JSON.parse(body ?? '')).toMatchObject({
      status: 'success',
      data: { content: 'Sent from the docs', sender_id: 'user_123' },
    });
    await answer(page).locator('summary').click();
    await answer(page).getByText('x-ratelimit-remaining').waitFor();
    const code = await page.getByLabel('The request for curl').locator('code').textContent();
    expect(code).toContain("-H 'X-API-Key: sk_test_1234567890abcdef'");
    expect(code).toContain('Sent from the docs');
    expect(one.complaints).toEqual([]);
  });

  it('makes each example request of the reference; what takes no credentials of one’s own succeeds', async () => {
    await using one = await at('#/http/communitySuggestAccount');
    const { page } = one;
    for (const id of [
      'health',
      'communityListRooms',
      'communityLogin',
      'platformListRooms',
      'platformCreateToken',
    ]) {
      await follow(page, `#/http/${id}`);
      await send(page);
      const status = await answer(page).locator('p span').first().textContent();
      expect([id, status]).toEqual([id, expect.stringMatching(/^20[01]/)]);
    }
    expect(one.complaints).toEqual([]);
  });

  it('keeps credentials for the tab, and signs in as a guest', async () => {
    await using one = await at('#/http/communityMe');
    const { page } = one;
    await page.getByRole('button', { name: 'Enter' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: /guest/ }).click();
    await dialog.getByText('You are a guest now.').waitFor();
    expect(await dialog.getByLabel('API key').inputValue()).toBe('sk_test_1234567890abcdef');
    await dialog.getByRole('button', { name: 'Done' }).click();
    await page.reload();
    await page.locator('main h1').waitFor();
    await send(page);
    await answer(page).getByText('displayName').waitFor();
    await follow(page, '#/http/communityUpdateMe');
    await send(page);
    await answer(page).getByText('204').waitFor();
    await answer(page).getByText('There is no body.').waitFor();
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
    expect(one.complaints).toEqual([]);
  });

  it('asks for what a path needs, and says when there is no answer', async () => {
    await using one = await at('#/http/communityUser');
    const { page } = one;
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const uid = page.getByLabel('uid (path, required)');
    await uid.fill('');
    await send(page);
    expect(await uid.evaluate((input: HTMLInputElement) => input.validity.valueMissing)).toBe(true);
    expect(asked).toEqual([]);
    await page.route('**/users/*', (route) => route.abort('connectionrefused'));
    await uid.fill('ada');
    await send(page);
    await page.getByText('There was no answer').waitFor();
  });

  it('shows scripts in what is sent and in what comes back as text', async () => {
    await using one = await at('#/http/platformSendMessage');
    const { page } = one;
    await page.getByLabel('content (required)').fill(INJECTION);
    await page.getByLabel('sender_name').fill(INJECTION.slice(0, 60));
    await send(page);
    await answer(page).getByText('<script>document.title=2</script>').first().waitFor();
    await page.getByRole('searchbox').fill(INJECTION);
    await page.getByText('Nothing is found').waitFor();
    await page.goto(`${server.url}/docs#/http/${encodeURIComponent(INJECTION)}`);
    await page.getByText('There is no such page').waitFor();
    expect(await page.title()).toBe('Koine docs');
    expect(await page.locator('img[src="x"]').count()).toBe(0);
    expect(one.complaints).toEqual([]);
  });
});

describe('connecting', () => {
  it('connects to a WebSocket protocol, sends the example and shows the frames', async () => {
    await using one = await at('#/socket/platform/send/message');
    const { page } = one;
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    const frames = page.getByRole('region', { name: 'Frames' });
    await frames.getByText('connection_status').first().waitFor();
    await send(page);
    await frames.getByText('ack', { exact: true }).waitFor();
    await frames.getByText('Hello everyone! 👋').first().waitFor();
    await page.getByLabel('Text of the frame').fill(`{"type":"${INJECTION.replaceAll('"', '')}"}`);
    await send(page);
    await frames.getByText('VALIDATION_ERROR').waitFor();
    await page.getByRole('button', { name: 'Disconnect' }).click();
    await frames.getByText('Closed: 1005').waitFor();
    expect(await page.title()).not.toMatch(/^[12]$/);
    expect(one.complaints).toEqual([]);
  });

  it('connects by Socket.IO and shows events and callbacks', async () => {
    await using one = await at('#/socket/direct/send/join_chat');
    const { page } = one;
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    const frames = page.getByRole('region', { name: 'Frames' });
    await frames.getByText('connected').waitFor();
    await send(page);
    await frames.getByText('room_joined').first().waitFor();
    await frames.getByText('join_chat: callback').waitFor();
    expect(one.complaints).toEqual([]);
  });

  it('says why a connection was closed', async () => {
    await using one = await at('#/socket/platform');
    const { page } = one;
    await page.getByLabel('token (query, required)').fill('wrong');
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await page.getByText('Closed: 4001 Unauthorized (invalid API key)').waitFor();
  });

  it('can be given up while it is under way', async () => {
    await using one = await at('#/socket/direct');
    const { page } = one;
    // A server that takes the connection and says nothing.
    await page.routeWebSocket('**/socket.io/**', () => {});
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await page.getByRole('button', { name: 'Disconnect' }).click();
    await page.getByText('Closed before it was open').waitFor();
    await page.getByRole('button', { name: 'Connect', exact: true }).waitFor();
  });
});

describe.each(LOOKS)('at $width pixels, $theme', (look) => {
  it('looks as it should, and axe finds no serious fault', async () => {
    await using one = await at('', look);
    const { page } = one;
    const faults: (readonly [string, readonly string[]])[] = [];
    const keep = async (name: string) => {
      await screenshot(page, `docs-${name}`);
      // Colours do not change with the width, and what is narrow only is the navigation, which `search` shows.
      if (look.width === WIDE.width || name === 'search')
        faults.push([name, await seriousFaults(page)]);
      faults.push([
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
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await page.getByText('Welcome to the chat').first().waitFor();
    await keep('channel');
    await follow(page, '#/socket/community/send/sendMessage');
    await keep('frame');
    await follow(page, '#/guide/configuration');
    await keep('guide');
    if (look.width < 860) await page.getByRole('button', { name: 'Navigation' }).click();
    await page.getByRole('searchbox').fill('message');
    await keep('search');
    expect(faults.filter(([, found]) => found.length > 0)).toEqual([]);
    expect(one.complaints).toEqual([]);
  });
});
