/**
 * The end of the event-loop turn, for the whole process: audiences hand their batches to their members' connections, then
 * connections that had gathered bytes of their own let them go. One `setImmediate` for all, no timer: what a turn's input
 * caused leaves in that turn.
 */
export interface Flushable {
  flush(): void;
}

export interface Turn {
  /** True while audiences are flushed: a write now is the turn's last and need not be gathered. */
  readonly isFlushing: boolean;
  /** Flushes this audience once at the end of the turn. The caller sees to it that it asks only once. */
  flushAudience(audience: Flushable): void;
  /** Flushes this connection once at the end of the turn, after all audiences. The caller sees to it that it asks only once. */
  flushConnection(connection: Flushable): void;
}

/** `atTurnEnd` is `setImmediate` unless a test wants to end turns by hand. */
export function createTurn(atTurnEnd: (run: () => void) => void = setImmediate): Turn {
  return new EventLoopTurn(atTurnEnd);
}

class EventLoopTurn implements Turn {
  isFlushing = false;
  #audiences: Flushable[] = [];
  #connections: Flushable[] = [];
  #isScheduled = false;
  readonly #atTurnEnd: (run: () => void) => void;
  readonly #end = () => this.#flush();

  constructor(atTurnEnd: (run: () => void) => void) {
    this.#atTurnEnd = atTurnEnd;
  }

  flushAudience(audience: Flushable): void {
    this.#audiences.push(audience);
    this.#schedule();
  }

  flushConnection(connection: Flushable): void {
    this.#connections.push(connection);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#atTurnEnd(this.#end);
  }

  #flush(): void {
    const audiences = this.#audiences;
    const connections = this.#connections;
    this.#audiences = [];
    this.#connections = [];
    this.#isScheduled = false;
    this.isFlushing = true;
    try {
      for (const audience of audiences) audience.flush();
    } finally {
      this.isFlushing = false;
      for (const connection of connections) connection.flush();
    }
  }
}
