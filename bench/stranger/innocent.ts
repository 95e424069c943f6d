/** People who only want to talk, at an address of their own: some came before the stranger, others come meanwhile. */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';

const ADDRESS = '127.0.0.9';
/** Each sends less than a person may. */
const TALKERS = 20;
const PAUSE_MS = 700;
const NEWCOMER_EVERY_MS = 150;
/** What takes longer counts as this long. */
export const PATIENCE_MS = 10_000;

export interface Times {
  /** From a message's sending until its sender has it back, for those who were there before. */
  readonly talking: readonly number[];
  /** From the call until the first message of one's own is back, for those who come meanwhile. */
  readonly arriving: readonly number[];
}

export class Innocents implements Disposable {
  readonly #port: number;
  readonly #talkers: WebSocket[] = [];
  #count = 0;

  private constructor(port: number) {
    this.#port = port;
  }

  static async connect(port: number): Promise<Innocents> {
    const innocents = new Innocents(port);
    for (let i = 0; i < TALKERS; i++) {
      const socket = innocents.#open(`talker_${i}`);
      await once(socket, 'open');
      innocents.#talkers.push(socket);
    }
    return innocents;
  }

  /** Everyone talks for so long, and newcomers arrive. */
  async talk(ms: number): Promise<Times> {
    const until = performance.now() + ms;
    const talking: number[] = [];
    const arriving: number[] = [];
    const everyone = this.#talkers.map(async (socket, i) => {
      await sleep((i * PAUSE_MS) / TALKERS);
      while (performance.now() < until) {
        talking.push(await this.#echo(socket));
        await sleep(PAUSE_MS);
      }
    });
    const newcomers = (async () => {
      const under: Promise<void>[] = [];
      while (performance.now() < until) {
        under.push(this.#arrive().then((time) => void arriving.push(time)));
        await sleep(NEWCOMER_EVERY_MS);
      }
      await Promise.all(under);
    })();
    await Promise.all([...everyone, newcomers]);
    return { talking, arriving };
  }

  [Symbol.dispose](): void {
    for (const socket of this.#talkers) socket.terminate();
  }

  #open(id: string): WebSocket {
    const url = `ws://127.0.0.1:${this.#port}/ws/chat/${id}`;
    const socket = new WebSocket(url, { localAddress: ADDRESS });
    socket.on('error', () => {});
    return socket;
  }

  async #arrive(): Promise<number> {
    const startedAt = performance.now();
    const socket = this.#open(`newcomer_${this.#count++}`);
    const isOpen = await within(once(socket, 'open'));
    const time = isOpen
      ? await this.#echo(socket).then(() => performance.now() - startedAt)
      : PATIENCE_MS;
    socket.terminate();
    return Math.min(time, PATIENCE_MS);
  }

  async #echo(socket: WebSocket): Promise<number> {
    const text = `word ${this.#count++}`;
    const startedAt = performance.now();
    const { promise, resolve } = Promise.withResolvers<void>();
    const hear = (data: unknown) => {
      if (String(data).includes(`"${text}"`)) resolve();
    };
    socket.on('message', hear);
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ message: text }));
    const isBack = await within(promise);
    socket.off('message', hear);
    return isBack ? performance.now() - startedAt : PATIENCE_MS;
  }
}

async function within(promise: Promise<unknown>): Promise<boolean> {
  const over = new AbortController();
  const late = sleep(PATIENCE_MS, false, { signal: over.signal }).catch(() => false);
  const isInTime = await Promise.race([
    promise.then(
      () => true,
      () => false,
    ),
    late,
  ]);
  over.abort();
  return isInTime;
}
