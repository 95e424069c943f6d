/**
 * Text frames of RFC 6455 as a server writes them: one fragment, unmasked. Made for fan-out, where a frame is written once
 * and read by thousands, so it goes straight into the buffer that is sent.
 */

const TEXT_FIN = 0x81;

/** The most bytes that a frame's header takes. */
export const HEADER_BYTES_MAX = 10;

/** Bytes that a frame takes around a payload of this many bytes. */
export function headerBytes(payloadBytes: number): number {
  if (payloadBytes < 126) return 2;
  return payloadBytes < 65536 ? 4 : HEADER_BYTES_MAX;
}

/** One text as a frame of its own; `prefix` (ASCII) is put before the text, inside the frame. */
export function frameText(text: string, prefix = ''): Buffer {
  const textBytes = Buffer.byteLength(text);
  const payloadBytes = prefix.length + textBytes;
  const frame = Buffer.allocUnsafe(headerBytes(payloadBytes) + payloadBytes);
  writeTextFrame(frame, 0, prefix, text, textBytes);
  return frame;
}

/** Writes the frame at `at`, where room must be, and returns where it ends. `textBytes` is the text's length in UTF-8. */
export function writeTextFrame(
  target: Buffer,
  at: number,
  prefix: string,
  text: string,
  textBytes: number,
): number {
  let end = writeHeader(target, at, prefix.length + textBytes);
  if (prefix !== '') end += target.write(prefix, end, 'latin1');
  // Latin-1 of an ASCII text is a plain copy, several times as fast as UTF-8.
  const isAscii = textBytes === text.length;
  return end + target.write(text, end, isAscii ? 'latin1' : 'utf8');
}

function writeHeader(target: Buffer, at: number, payloadBytes: number): number {
  target[at] = TEXT_FIN;
  if (payloadBytes < 126) {
    target[at + 1] = payloadBytes;
    return at + 2;
  }
  if (payloadBytes < 65536) {
    target[at + 1] = 126;
    return target.writeUInt16BE(payloadBytes, at + 2);
  }
  target[at + 1] = 127;
  target.writeUInt32BE(Math.floor(payloadBytes / 2 ** 32), at + 2);
  return target.writeUInt32BE(payloadBytes % 2 ** 32, at + 6);
}
