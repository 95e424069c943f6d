/** People who only want to talk, at an address of their own: some came before the stranger, others come meanwhile. */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { Samples } from './samples.ts';

const ADDRESS = '127.0.0.9';
/** Each sends less than a person may. */
const TALKERS = 20;
const PAUSE_MS = 700;
const NEWCOMER_EVERY_MS = 150;
/** What takes longer counts as this long. */
const TIMEOUT_MS = 10_000;

export interface Times {
  /** From a message's sending until its sender has it back, for those who were there before. */
  readonly talking: Samples;
  /** From the call until the first message of one's own is back, for those who come meanwhile. */
  readonly arriving: Samples;
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

  /** Everyone talks, and newcomers arrive, until `isOver`. */
  async talk(isOver: () => boolean): Promise<Times> {
    const talking = new Samples();
    const arriving = new Samples();
    const everyone = this.#talkers.map(async (socket, i) => {
      await sleep((i * PAUSE_MS) / TALKERS);
      while (!isOver()) {
        await talking.take(() => this.#echo(socket));
        await sleep(PAUSE_MS);
      }
    });
    const newcomers = (async () => {
      const under: Promise<void>[] = [];
      while (!isOver()) {
        under.push(arriving.take(() => this.#arrive()));
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
      : TIMEOUT_MS;
    socket.terminate();
    return Math.min(time, TIMEOUT_MS);
  }

  async #echo(socket: WebSocket): Promise<number> {
    const text = `word ${this.#count++}`;
    const startedAt = performance.now();
    const { promise, resolve } = Promise.withResolvers<void>();
    const receive = (data: unknown) => {
      if (String(data).includes(`"${text}"`)) resolve();
    };
    socket.on('message', receive);
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ message: text }));
    const isBack = await within(promise);
    socket.off('message', receive);
    return isBack ? performance.now() - startedAt : TIMEOUT_MS;
  }
}

function within(promise: Promise<unknown>): Promise<boolean> {
  const inTime = promise.then(
    () => true,
    () => false,
  );
  return Promise.race([inTime, sleep(TIMEOUT_MS, false, { ref: false })]);
}
