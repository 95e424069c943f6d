import type { Locator, Page } from 'playwright-core';

/** The tab of a protocol, opened as a link names it. */
export async function goTo(page: Page, path: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, path);
  await page.getByRole('tab', { name: path.split('/')[0] ?? '', selected: true }).waitFor();
}

/** A demo's chat by its title. */
export function chat(page: Page, title: string): Locator {
  return page.getByRole('region', { name: title, exact: true });
}

export async function send(pane: Locator, text: string): Promise<void> {
  await pane.getByRole('textbox', { name: 'your message' }).fill(text);
  await pane.getByRole('button', { name: 'Send' }).click();
}

/** A user of a console. */
export class ConsoleDriver {
  readonly element: Locator;
  readonly rows: Locator;

  constructor(page: Page, protocol: string) {
    this.element = page.getByRole('region', { name: `Console: ${protocol}` });
    this.rows = this.element.getByRole('option');
  }

  async connect(): Promise<void> {
    await this.button('Connect').click();
    await this.state('Connected');
  }

  button(name: string): Locator {
    return this.element.getByRole('button', { name, exact: true });
  }

  /** Waits for the connection's state. */
  async state(words: string | RegExp): Promise<void> {
    await this.element.getByRole('status').filter({ hasText: words }).first().waitFor();
  }

  /** Takes a ready-made frame and sends it. */
  async send(sample: string): Promise<void> {
    await this.button(sample).click();
    await this.button('Send').click();
  }

  /** Rows of a chip and with a text. */
  row(type: string, text: string | RegExp = ''): Locator {
    return this.rows.filter({
      has: this.element.page().getByText(type, { exact: true }),
      hasText: text,
    });
  }

  get editor(): Locator {
    return this.element.getByRole('textbox', { name: /\(JSON\)$/ });
  }
}
