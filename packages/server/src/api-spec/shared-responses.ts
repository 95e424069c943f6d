/** Answers that many calls have: each stands once, and the calls refer to it. */
export class SharedResponses {
  readonly #counts = new Map<string, number>();
  readonly #names = new Map<string, string>();
  readonly #components: Record<string, unknown> = {};

  /** To be called with every answer before `refer` is. */
  count(response: object): void {
    const text = JSON.stringify(response);
    this.#counts.set(text, (this.#counts.get(text) ?? 0) + 1);
  }

  /** The answer, or a reference to it. `base`: what its name begins with. */
  refer(base: string, response: object): object {
    const text = JSON.stringify(response);
    if ((this.#counts.get(text) ?? 0) < 2) return response;
    return { $ref: `#/components/responses/${this.#names.get(text) ?? this.#add(base, text)}` };
  }

  components(): Readonly<Record<string, unknown>> {
    return this.#components;
  }

  #add(base: string, text: string): string {
    let name = base;
    for (let i = 2; Object.hasOwn(this.#components, name); i++) name = `${base}-${i}`;
    this.#names.set(text, name);
    this.#components[name] = JSON.parse(text);
    return name;
  }
}
