import type { Batch, FramedTexts } from '../hub/connection.ts';
import { HEADER_BYTES_MAX, writeTextFrame } from './text-frame.ts';

/** The batch as bytes of one WebSocket stream, the same for all connections; `prefix` is put before each text. */
export function bytesOf({ whole, from, to }: Batch, prefix: string): Uint8Array {
  whole.framed ??= new TextFrames(whole.texts);
  return whole.framed.bytes(prefix, from, to);
}

/** Texts that may grow, framed at most once for each prefix; any run of them is a view of one buffer. */
class TextFrames implements FramedTexts {
  readonly #texts: readonly string[];
  /** One for each prefix in use: in practice one, two where long-polling and WebSocket clients differ. */
  readonly #framings: Framing[] = [];
  /** The latest view: most connections need the same. */
  #view: Uint8Array | null = null;
  #prefix = '';
  #from = 0;
  #to = 0;

  constructor(texts: readonly string[]) {
    this.#texts = texts;
  }

  bytes(prefix: string, from: number, to: number): Uint8Array {
    const isLatest = this.#to === to && this.#from === from && this.#prefix === prefix;
    if (this.#view !== null && isLatest) return this.#view;
    const framing = this.#framingOf(prefix);
    framing.extend(this.#texts);
    this.#view = framing.view(from, to);
    this.#prefix = prefix;
    this.#from = from;
    this.#to = to;
    return this.#view;
  }

  #framingOf(prefix: string): Framing {
    for (const known of this.#framings) if (known.prefix === prefix) return known;
    const framing = new Framing(prefix);
    this.#framings.push(framing);
    return framing;
  }
}

/** The texts as frames, one after the other. */
class Framing {
  readonly prefix: string;
  #buffer: Buffer = Buffer.alloc(0);
  /** Where each frame ends. */
  readonly #ends: number[] = [];

  constructor(prefix: string) {
    this.prefix = prefix;
  }

  /** Frames the texts that are not framed yet. */
  extend(texts: readonly string[]): void {
    const first = this.#ends.length;
    if (first === texts.length) return;
    const lengths: number[] = [];
    let needed = this.#end;
    for (let i = first; i < texts.length; i++) {
      const length = Buffer.byteLength(texts[i] ?? '');
      lengths.push(length);
      needed += HEADER_BYTES_MAX + this.prefix.length + length;
    }
    this.#reserve(needed, first > 0);
    let end = this.#end;
    for (let i = first; i < texts.length; i++) {
      end = writeTextFrame(this.#buffer, end, this.prefix, texts[i] ?? '', lengths[i - first] ?? 0);
      this.#ends.push(end);
    }
  }

  view(from: number, to: number): Uint8Array {
    const start = from === 0 ? 0 : (this.#ends[from - 1] ?? 0);
    return this.#buffer.subarray(start, this.#ends[to - 1] ?? 0);
  }

  get #end(): number {
    return this.#ends.at(-1) ?? 0;
  }

  /** Views that were handed out keep the old buffer; they are never written to again. */
  #reserve(bytes: number, isGrowing: boolean): void {
    if (bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(isGrowing ? bytes * 2 : bytes);
    this.#buffer.copy(larger, 0, 0, this.#end);
    this.#buffer = larger;
  }
}
