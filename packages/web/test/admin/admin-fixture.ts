import type { Browser, Locator, Page } from 'playwright-core';
import { DEFAULT_APP_ID } from '../../../contract/src/index.ts';
import { plainActor } from '../../../server/src/core/actor.ts';
import { OPERATOR } from '../../../server/src/testing/actors.ts';
import {
  launch,
  openPage,
  type Viewport,
  type Watched,
} from '../../../server/src/testing/browser.ts';
import { sendText } from '../../../server/src/testing/messages.ts';
import { startTestServer, type TestServer } from '../../../server/src/testing/test-server.ts';

export const INJECTION = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
export const PASSWORD = 'correct horse';
const LIGHT = { width: 1280, theme: 'light' } as const;

/** A server with an account of each role and a room with messages, and a browser. */
export interface AdminFixture extends AsyncDisposable {
  readonly server: TestServer;
  readonly browser: Browser;
  /** The id of the room with the uid `lounge`. */
  readonly lounge: string;
  send(roomId: string, name: string, content: string): Promise<void>;
  /** The sign-in form. */
  open(viewport?: Viewport): Promise<Watched>;
  /** Signed in by the operator's key, at a path of the page. */
  opened(path?: string, viewport?: Viewport): Promise<Watched>;
}

/** `messages`: in the lounge, by anna, `message 1` and so on. */
export async function openAdmin(messages: number): Promise<AdminFixture> {
  const server = await startTestServer({ settings: { bots: { probability: 0.5 } } });
  const browser = await launch();
  for (const [username, roles] of [
    ['boss', ['root']],
    ['helper', ['admin']],
    ['anna', []],
  ] as const)
    await server.core.admin.createAccount(OPERATOR, {
      username,
      password: PASSWORD,
      displayName: username === 'boss' ? 'Boss' : null,
      roles,
    });
  const room = await server.core.admin.createRoom(OPERATOR, DEFAULT_APP_ID, {
    name: 'Lounge',
    uid: 'lounge',
    description: 'Where one sits',
    kind: 'public',
    bridged: false,
  });
  const send = async (roomId: string, name: string, content: string) => {
    const actor = plainActor(
      { id: name, appId: 'default', name, avatarUrl: null, kind: 'registered' },
      '127.0.0.1',
    );
    await sendText(server.core, actor, roomId, content);
  };
  for (let i = 1; i <= messages; i++) await send(room.id, 'anna', `message ${i}`);
  const open = (viewport: Viewport = LIGHT) => openPage(browser, server.url, viewport, '/admin');
  return {
    server,
    browser,
    lounge: room.id,
    send,
    open,
    async opened(path = '', viewport = LIGHT) {
      const watched = await open(viewport);
      await signIn(watched.page, server);
      if (path !== '') await visit(watched.page, path);
      return watched;
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

export async function signIn(page: Page, { config }: TestServer): Promise<void> {
  await page.getByLabel('Operator key', { exact: true }).last().fill(config.adminKey);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
}

export async function visit(page: Page, path: string): Promise<void> {
  await page.evaluate((hash) => (location.hash = hash), `/${path}`);
}

export const dialog = (page: Page): Locator => page.getByRole('dialog');
export const rowOf = (page: Page, text: string): Locator =>
  page.getByRole('row').filter({ hasText: text });
