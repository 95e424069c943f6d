/** A longer line is no line of an archive. */
const LINE_CHARS_MAX = 32 * 1024 * 1024;

/** One line of an archive, from 1, cannot be used. */
export class LineError extends Error {
  constructor(line: number, why: string) {
    super(`line ${line}: ${why}`);
    this.name = 'LineError';
  }
}

/** Splits a stream of UTF-8 into lines, without their ends, whatever its chunks. Rejects with `LineError`. */
export async function* textLines(
  chunks: AsyncIterable<string | Uint8Array>,
): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  // The pieces of a line that has not ended; joined once, so that long lines cost no more than short ones.
  let pieces: string[] = [];
  let chars = 0;
  let line = 1;
  for await (const chunk of chunks) {
    const parts = decode(decoder, chunk, line).split('\n');
    for (const part of parts.slice(0, -1)) {
      yield withoutReturn(pieces.join('') + part);
      line += 1;
      pieces = [];
      chars = 0;
    }
    const rest = parts.at(-1) ?? '';
    pieces.push(rest);
    chars += rest.length;
    if (chars > LINE_CHARS_MAX) throw new LineError(line, 'it is longer than 32 MiB');
  }
  const last = withoutReturn(pieces.join('') + decode(decoder, null, line));
  if (last !== '') yield last;
}

/** `null`: the end. */
function decode(
  decoder: InstanceType<typeof TextDecoder>,
  chunk: string | Uint8Array | null,
  line: number,
): string {
  if (typeof chunk === 'string') return chunk;
  try {
    return chunk === null ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch {
    throw new LineError(line, 'it, or one soon behind it, is not UTF-8');
  }
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
