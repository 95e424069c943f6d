interface Flushable {
  flush(): void;
}

/**
 * The end of the event-loop tick, for the whole process: audiences hand their batches to their members' connections, then
 * connections that had gathered bytes of their own write them. One `setImmediate` for all, no timer: what a tick's input
 * caused leaves in that tick.
 */
export class Tick {
  /** True while audiences are flushed: a write now is the tick's last and need not be gathered. */
  isFlushing = false;
  #audiences: Flushable[] = [];
  #connections: Flushable[] = [];
  #isScheduled = false;
  readonly #failed: (error: unknown) => void;
  readonly #atEnd: (run: () => void) => void;
  readonly #end = () => this.#flush();

  /**
   * What flushing throws goes to `failed`, and the others are flushed all the same. `atEnd` is `setImmediate` unless a test wants
   * to end ticks by hand.
   */
  constructor(failed: (error: unknown) => void, atEnd: (run: () => void) => void = setImmediate) {
    this.#failed = failed;
    this.#atEnd = atEnd;
  }

  /** Flushes this audience once at the end of the tick. The caller sees to it that it asks only once. */
  flushAudience(audience: Flushable): void {
    this.#audiences.push(audience);
    this.#schedule();
  }

  /** Flushes this connection once at the end of the tick, after all audiences. The caller sees to it that it asks only once. */
  flushConnection(connection: Flushable): void {
    this.#connections.push(connection);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#atEnd(this.#end);
  }

  #flush(): void {
    const audiences = this.#audiences;
    const connections = this.#connections;
    this.#audiences = [];
    this.#connections = [];
    this.#isScheduled = false;
    this.isFlushing = true;
    for (const audience of audiences) this.#flushOne(audience);
    this.isFlushing = false;
    for (const connection of connections) this.#flushOne(connection);
  }

  #flushOne(flushable: Flushable): void {
    try {
      flushable.flush();
    } catch (error) {
      this.#failed(error);
    }
  }
}
