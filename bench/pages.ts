/**
 * `npm run bench:pages`: how soon the embed paints, and how many pictures a second it and the console draw while messages
 * arrive, beside an empty page in the same browser and the same minute. Only ratios count: machines differ.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setInterval } from 'node:timers/promises';
import { DEFAULT_APP_ID } from '@koine/contract';
import { systemActor } from '../packages/server/src/core/actor.ts';
import { launch, openPage, type Watched } from '../packages/server/src/testing/browser.ts';
import { startTestServer } from '../packages/server/src/testing/test-server.ts';
import { fillRoom, makeRoom, openEmbed, register } from '../packages/web/test/support/embed.ts';
import { median, times } from './lib/numbers.ts';

const ROUNDS = 5;
const SECONDS = 2;
const HELD_MESSAGES = 10_000;
/** At most so many times as long as the empty page, at least such a share of its pictures. */
const PAINT_MAX = 3;
const EMBED_PICTURES_MIN = 0.66;
const CONSOLE_PICTURES_MIN = 0.25;

const empty = createServer((_, answer) => {
  answer.setHeader('content-type', 'text/html').end('<!doctype html><title>Empty</title><p>empty');
}).listen(0, '127.0.0.1');
await once(empty, 'listening');
const address = empty.address();
const port = typeof address === 'object' && address !== null ? address.port : 0;

await using server = await startTestServer();
const { core } = server;
const browser = await launch();
const look = { width: 1280, theme: 'light' } as const;
await using blank = await openPage(browser, `http://127.0.0.1:${port}`, look);
const ada = await register(server, 'ada.lovelace');

await paints();
await picturesOfEmbed();
await picturesOfConsole();
await browser.close();
empty.close();

async function paints(): Promise<void> {
  const room = await makeRoom(server, ada, 'Quick');
  await fillRoom(server, room, 100);
  await using embed = await openEmbed(browser, server, room, ada);
  const ratio = await ratioOf(async ({ page }) => {
    await page.reload();
    if (page === embed.page) await embed.chat.message('m100').waitFor();
    const paint = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime";
    await page.waitForFunction(paint);
    return page.evaluate<number>(paint);
  }, embed);
  judge('embed, first paint', ratio, ratio <= PAINT_MAX, `at most ${times(PAINT_MAX)}`);
}

async function picturesOfEmbed(): Promise<void> {
  const uid = await makeRoom(server, ada, 'Busy');
  await using embed = await openEmbed(browser, server, uid, ada);
  // In parts, since a reader that is far behind would be cut off and begin anew.
  for (let part = 1; part <= HELD_MESSAGES / 500; part++) {
    await fillRoom(server, uid, 500, `${part}/`);
    await embed.page.getByText(`${part}/500`, { exact: true }).waitFor();
  }
  const { id } = await core.rooms.findPublic(uid);
  await judgePictures(
    `embed, ${HELD_MESSAGES} messages held, 50 more a second`,
    embed,
    id,
    50,
    EMBED_PICTURES_MIN,
  );
}

async function picturesOfConsole(): Promise<void> {
  await using opened = await openPage(browser, server.url, look, '/#reactions/console');
  await opened.page.getByRole('button', { name: 'Connect', exact: true }).click();
  await opened.page.getByRole('button', { name: 'Disconnect', exact: true }).waitFor();
  const { id } = await core.rooms.findPublic('wall');
  await judgePictures('console, 1,000 frames a second', opened, id, 1_000, CONSOLE_PICTURES_MIN);
}

async function judgePictures(
  what: string,
  opened: Pick<Watched, 'page'>,
  roomId: string,
  perSecond: number,
  min: number,
): Promise<void> {
  const ratio = await ratioOf(async ({ page }) => {
    const [count] = await Promise.all([
      page.evaluate<number>(`new Promise((resolve) => {
        const until = performance.now() + ${SECONDS * 1_000};
        let count = 0;
        const next = (now) => { count += 1; now < until ? requestAnimationFrame(next) : resolve(count); };
        requestAnimationFrame(next);
      })`),
      arrive(roomId, perSecond),
    ]);
    return count;
  }, opened);
  judge(`${what}: pictures`, ratio, ratio >= min, `at least ${times(min)}`);
}

/** The page's figure beside the empty page's, taken in turns, while the same happens. */
async function ratioOf(
  measure: (of: Pick<Watched, 'page'>) => Promise<number>,
  opened: Pick<Watched, 'page'>,
): Promise<number> {
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await opened.page.bringToFront();
    const own = await measure(opened);
    await blank.page.bringToFront();
    ratios.push(own / (await measure(blank)));
  }
  return median(ratios);
}

/** Messages at a rate, evenly. */
async function arrive(roomId: string, perSecond: number): Promise<void> {
  const system = systemActor(DEFAULT_APP_ID);
  const eachTime = perSecond / 50;
  let left = perSecond * SECONDS;
  for await (const _ of setInterval(20)) {
    for (let i = 0; i < eachTime; i++, left--) {
      const content = `late ${left} ${'and some more words '.repeat(left % 9)}`;
      const draft = { content, type: 'text', meta: null, clientKey: null, replyTo: null };
      void core.messages.send(system, roomId, draft, core.policies.system);
    }
    if (left <= 0) return;
  }
}

function judge(what: string, ratio: number, holds: boolean, wanted: string): void {
  console.log(`${holds ? 'ok' : 'SLOW'}  ${what}: ${times(ratio)} an empty page's (${wanted})`);
  if (!holds) process.exitCode = 1;
}
