import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { PATIENCE_MS } from './patience.ts';

const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

const OPTIONS = {
  executablePath: CHROMIUM,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

/** Names the browser that the files of a run share. */
const SHARED = 'KOINE_TEST_BROWSER';

/** Starts the browser that `launch` gives to every file from then on, also to those in other processes. Returns how to end it. */
export async function launchShared(): Promise<() => Promise<void>> {
  const server = await chromium.launchServer(OPTIONS);
  process.env[SHARED] = server.wsEndpoint();
  return () => server.close();
}

/** A browser that calls no server by itself: the shared one, of which `close` ends only what was opened through it, or one's own. */
export function launch(): Promise<Browser> {
  const shared = process.env[SHARED];
  return shared === undefined ? chromium.launch(OPTIONS) : chromium.connect(shared);
}

/** A browser's profile of its own, in which nothing judges how quick the machine is. */
export async function openContext(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(PATIENCE_MS);
  return context;
}

export interface Viewport {
  /** Pixels. */
  readonly width: number;
  /** Default: 900. */
  readonly height?: number;
  readonly theme: 'light' | 'dark';
  /** A phone: fingers only, no pointer that hovers. */
  readonly isTouch?: boolean;
}

export interface Watched extends AsyncDisposable {
  readonly page: Page;
  /** Errors on the console, violations of the policy, failed requests, and requests that left the server. */
  readonly complaints: string[];
}

/**
 * A page in a context of its own, at `path` of the server at `origin`, that keeps everything that should not have happened. `stored`:
 * what the server's pages find in `localStorage`.
 */
export async function openPage(
  browser: Browser,
  origin: string,
  viewport: Viewport,
  path = '/',
  stored: Readonly<Record<string, string>> = {},
): Promise<Watched> {
  const localStorage = Object.entries(stored).map(([name, value]) => ({ name, value }));
  const context = await openContext(browser, {
    viewport: { width: viewport.width, height: viewport.height ?? 900 },
    colorScheme: viewport.theme,
    ...(viewport.isTouch === true && { hasTouch: true, isMobile: true }),
    storageState: { cookies: [], origins: [{ origin, localStorage }] },
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
  });
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== origin) complaints.push(`left for ${request.url()}`);
  });
  await page.goto(new URL(path, origin).href);
  return { page, complaints, [Symbol.asyncDispose]: () => context.close() };
}
