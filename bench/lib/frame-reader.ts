const WHOLE_TEXT = 0x81;
const OPCODE_TEXT = 1;
const OPCODE_CLOSE = 8;
const OPCODE_PING = 9;

/** Gets each complete frame of a server. What is in `data` is valid during the call only. */
export interface FrameSink {
  text(data: Buffer, start: number, end: number): void;
  ping(): void;
  closing(): void;
}

/** Cuts a stream of bytes into unmasked frames, copying only what one read leaves incomplete. */
export class FrameReader {
  readonly #sink: FrameSink;
  /** A frame of which the rest is still to come. */
  #begun: Buffer | null = null;

  constructor(sink: FrameSink) {
    this.#sink = sink;
  }

  read(chunk: Buffer): void {
    let at = this.#begun === null ? 0 : this.#finish(this.#begun, chunk);
    const { length } = chunk;
    while (at < length) {
      // Nearly all frames: a whole short text. Without calls, since this is most of what the generator does.
      while (at + 4 <= length && chunk[at] === WHOLE_TEXT) {
        const length7 = chunk[at + 1] ?? 0;
        if (length7 > 126) break;
        const start = length7 === 126 ? at + 4 : at + 2;
        const bytes =
          length7 === 126 ? ((chunk[at + 2] ?? 0) << 8) | (chunk[at + 3] ?? 0) : length7;
        if (start + bytes > length) break;
        this.#sink.text(chunk, start, start + bytes);
        at = start + bytes;
      }
      if (at >= length) return;
      const end = frameEnd(chunk, at);
      if (end < 0 || end > chunk.length) {
        this.#begun = Buffer.from(chunk.subarray(at));
        return;
      }
      this.#take(chunk, at, end);
      at = end;
    }
  }

  /** Completes the frame begun from the chunk, if it can; returns how much of the chunk that took. */
  #finish(begun: Buffer, chunk: Buffer): number {
    let frame = begun;
    let taken = 0;
    for (;;) {
      const end = frameEnd(frame, 0);
      const missing = end < 0 ? 1 : end - frame.length;
      if (missing === 0) break;
      if (taken === chunk.length) {
        this.#begun = frame;
        return taken;
      }
      const piece = chunk.subarray(taken, taken + missing);
      frame = Buffer.concat([frame, piece]);
      taken += piece.length;
    }
    this.#begun = null;
    this.#take(frame, 0, frame.length);
    return taken;
  }

  #take(data: Buffer, at: number, end: number): void {
    const opcode = (data[at] ?? 0) & 15;
    if (opcode === OPCODE_TEXT) this.#sink.text(data, at + headerBytes(data[at + 1] ?? 0), end);
    else if (opcode === OPCODE_PING) this.#sink.ping();
    else if (opcode === OPCODE_CLOSE) this.#sink.closing();
  }
}

function headerBytes(length7: number): number {
  if (length7 < 126) return 2;
  return length7 === 126 ? 4 : 10;
}

/** Where the frame at `at` ends; -1: its header is not complete. */
function frameEnd(data: Buffer, at: number): number {
  if (at + 2 > data.length) return -1;
  const length7 = data[at + 1] ?? 0;
  const payloadAt = at + headerBytes(length7);
  if (payloadAt > data.length) return -1;
  if (length7 < 126) return payloadAt + length7;
  // The high half of a 64-bit length is left out: no frame here is 4 GiB long.
  return payloadAt + (length7 === 126 ? data.readUInt16BE(at + 2) : data.readUInt32BE(at + 6));
}
