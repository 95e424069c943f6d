/** A client's text frame, masked with zeros: the server has to unmask it all the same. At most 65,535 bytes of text. */
export function clientFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const isLong = payload.length > 125;
  const head = Buffer.alloc(isLong ? 8 : 6);
  head[0] = 0x81;
  head[1] = 0x80 | (isLong ? 126 : payload.length);
  if (isLong) head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, payload]);
}

/** The answer to a ping without payload. */
export const PONG = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);
