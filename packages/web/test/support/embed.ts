import { DEFAULT_APP_ID } from '@koine/contract';
import type { Browser, Locator, Page } from 'playwright-core';
import { systemActor } from '../../../server/src/core/actor.ts';
import { openPage, type Viewport, type Watched } from '../../../server/src/testing/browser.ts';
import { sendText } from '../../../server/src/testing/messages.ts';
import type { TestServer } from '../../../server/src/testing/test-server.ts';

/** Somebody with an account. */
export interface Account {
  readonly uid: string;
  readonly name: string;
  readonly token: string;
}

/** A call of the community protocol; fails when it is refused. */
export async function call<T>(
  server: { readonly url: string },
  token: string | null,
  method: string,
  path: string,
  body?: object,
): Promise<T> {
  const response = await fetch(server.url + path, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token !== null && { authorization: `Bearer ${token}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return JSON.parse(text === '' ? 'null' : text);
}

export async function register(server: TestServer, name: string): Promise<Account> {
  const { user, token } = await call<{ user: { uid: string }; token: string }>(
    server,
    null,
    'POST',
    '/users/register',
    { username: name, password: 'a long password' },
  );
  return { uid: user.uid, name, token };
}

/** A room of `owner`; the answer is its uid. */
export async function makeRoom(
  server: TestServer,
  owner: Account,
  name: string,
  description = '',
): Promise<string> {
  const { room } = await call<{ room: { uid: string } }>(server, owner.token, 'POST', '/rooms', {
    name,
    description,
  });
  return room.uid;
}

/** The embed in the room `uid`, signed in as `account`; `null`: signed out. */
export async function openEmbed(
  browser: Browser,
  server: TestServer,
  uid: string,
  account: Account | null,
  viewport: Viewport = { width: 1280, theme: 'light' },
): Promise<Watched & { readonly chat: EmbedDriver }> {
  const stored: Record<string, string> = account === null ? {} : { chat_token: account.token };
  const watched = await openPage(
    browser,
    server.url,
    viewport,
    `/embed.html?room=${encodeURIComponent(uid)}`,
    stored,
  );
  return { ...watched, chat: new EmbedDriver(watched.page) };
}

/** What somebody does with an embed. */
export class EmbedDriver {
  readonly page: Page;
  readonly log: Locator;
  readonly composer: Locator;

  constructor(page: Page) {
    this.page = page;
    this.log = page.getByRole('log', { name: 'Messages' });
    this.composer = page.getByRole('textbox', { name: 'Message', exact: true });
  }

  /** The message that holds `text`. */
  message(text: string): Locator {
    return this.page.getByRole('article').filter({ hasText: text });
  }

  async say(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
  }

  /** One point of a message's menu. */
  async choose(text: string, item: string): Promise<void> {
    await this.message(text).hover();
    await this.message(text).getByRole('button', { name: 'More', exact: true }).click();
    await this.page.getByRole('menuitem', { name: item, exact: true }).click();
  }

  /** One point of the room's menu. */
  async chooseInRoom(item: string): Promise<void> {
    await this.page.getByRole('banner').getByRole('button', { name: 'Menu' }).click();
    await this.page.getByRole('menuitem', { name: item, exact: true }).click();
  }

  dialog(title: string): Locator {
    return this.page.getByRole('dialog', { name: title });
  }
}

/** `{prefix}1` to `{prefix}{count}` in the room, as the server itself. */
export async function fillRoom(
  { core }: TestServer,
  uid: string,
  count: number,
  prefix = 'm',
): Promise<void> {
  const { id } = await core.rooms.findPublic(uid);
  const system = systemActor(DEFAULT_APP_ID);
  for (let from = 1; from <= count; from += 1_000) {
    const to = Math.min(count, from + 999);
    const batch = Array.from({ length: to - from + 1 }, (_, i) =>
      sendText(core, system, id, `${prefix}${from + i}`),
    );
    await Promise.all(batch);
  }
}
