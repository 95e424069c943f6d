import { WebSocket } from 'ws';

export interface Closing {
  readonly code: number;
  readonly reason: string;
}

/** A stock `ws` client that keeps what it is sent, frame by frame, until a test asks for it. */
export class FrameClient implements AsyncDisposable {
  readonly socket: WebSocket;
  /** When the connection is over, however it came to that. */
  readonly closed: Promise<Closing>;
  readonly #texts: string[] = [];
  #waiting: ((text: string) => void)[] = [];

  private constructor(url: string, headers: Readonly<Record<string, string>>) {
    this.socket = new WebSocket(url, { headers: { ...headers } });
    this.socket.on('message', (data: Buffer, isBinary) =>
      this.#keep(isBinary ? '' : data.toString()),
    );
    this.closed = new Promise((resolve) => {
      this.socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
  }

  /** Connects; rejects when the upgrade is refused. */
  static async open(
    url: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<FrameClient> {
    const client = new FrameClient(url, headers);
    await new Promise<void>((resolve, reject) => {
      client.socket.once('open', resolve);
      client.socket.once('error', reject);
    });
    client.socket.on('error', () => {});
    return client;
  }

  /** Sends a value as JSON. */
  send(value: unknown): void {
    this.socket.send(JSON.stringify(value));
  }

  /** Sends a text frame as it is, or bytes as a binary one. */
  sendRaw(data: string | Uint8Array): void {
    this.socket.send(data);
  }

  /** The next frame, as it came. */
  nextText(): Promise<string> {
    const text = this.#texts.shift();
    if (text !== undefined) return Promise.resolve(text);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  // biome-ignore lint/suspicious/noExplicitAny: tests look into frames whose shapes they assert.
  async next(): Promise<any> {
    return JSON.parse(await this.nextText());
  }

  /** The next `count` frames. */
  // biome-ignore lint/suspicious/noExplicitAny: as `next`.
  async take(count: number): Promise<any[]> {
    const frames = [];
    for (let i = 0; i < count; i++) frames.push(await this.next());
    return frames;
  }

  /** Frames that have come and were not asked for yet. */
  get pending(): readonly string[] {
    return this.#texts;
  }

  /** Closes and waits until the connection is over. */
  async close(): Promise<Closing> {
    this.socket.close();
    return this.closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.terminate();
    await this.closed;
  }

  #keep(text: string): void {
    const waiting = this.#waiting.shift();
    if (waiting === undefined) this.#texts.push(text);
    else waiting(text);
  }
}
