/** A set of positive integers that lie close together: one bit each. */
export class SeqSet {
  #bits = new Uint8Array(32);

  /** False: it was in already. */
  add(seq: number): boolean {
    const at = Math.floor(seq / 8);
    if (at >= this.#bits.length) this.#grow(at);
    const bit = 1 << (seq % 8);
    const byte = this.#bits[at] ?? 0;
    this.#bits[at] = byte | bit;
    return (byte & bit) === 0;
  }

  #grow(at: number): void {
    const larger = new Uint8Array((at + 1) * 2);
    larger.set(this.#bits);
    this.#bits = larger;
  }
}
