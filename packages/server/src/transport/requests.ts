import type { ServerResponse } from 'node:http';

/** HTTP requests under way. */
export class Requests {
  #underWay = 0;
  #enders: (() => void)[] = [];

  /** Under way until its answer has left, or its client. */
  add(response: ServerResponse): void {
    this.#underWay++;
    response.once('close', () => {
      this.#underWay--;
      if (this.#underWay > 0) return;
      for (const resolve of this.#enders) resolve();
      this.#enders = [];
    });
  }

  /** Resolves when none is under way. */
  ended(): Promise<void> {
    if (this.#underWay === 0) return Promise.resolve();
    return new Promise((resolve) => this.#enders.push(resolve));
  }
}
