import type { Batch, Connection } from '../connection.ts';

/** A connection without a socket: remembers what it was given. */
export class FakeConnection implements Connection {
  readonly id: string;
  readonly ip = '127.0.0.1';
  readonly bufferedBytes = 0;
  /** Each call of `send` and `write`, with its frames. */
  readonly writes: (readonly string[])[] = [];
  closedWith: { readonly code: number; readonly reason: string } | null = null;
  readonly hasAnswered = true;
  isPaused = false;
  /** Set: `drained` waits until the test calls what it is given. */
  holdDrain: ((release: () => void) => void) | null = null;

  constructor(id: string) {
    this.id = id;
  }

  /** All frames, in order. */
  get frames(): readonly string[] {
    return this.writes.flat();
  }

  send(text: string): void {
    if (this.closedWith === null) this.writes.push([text]);
  }

  write(batch: Batch): void {
    // Copied: a batch may grow after it has been handed out.
    if (this.closedWith === null) this.writes.push([...batch.texts]);
  }

  drained(): Promise<void> {
    const { holdDrain } = this;
    return holdDrain === null ? Promise.resolve() : new Promise(holdDrain);
  }

  close(code: number, reason: string): void {
    this.closedWith ??= { code, reason };
  }

  chargeAddress(): void {}

  ping(): void {}

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
  }
}
