/**
 * Reads a server's WebSocket stream by the letter of RFC 6455: whole unmasked text frames, each length in its shortest form.
 * Throws on anything else; bytes of an unfinished frame are an error too.
 */
export function readFrames(bytes: Uint8Array): string[] {
  const stream = Buffer.from(bytes);
  const texts: string[] = [];
  let at = 0;
  while (at < stream.length) {
    if (stream[at] !== 0x81) throw new Error(`not one text frame: ${stream[at]}`);
    const length7 = stream.readUInt8(at + 1);
    let length = length7;
    at += 2;
    if (length7 === 126) {
      length = stream.readUInt16BE(at);
      at += 2;
      if (length < 126) throw new Error('a length that is longer than needed');
    } else if (length7 === 127) {
      length = Number(stream.readBigUInt64BE(at));
      at += 8;
      if (length < 65_536) throw new Error('a length that is longer than needed');
    }
    if (at + length > stream.length) throw new Error('an unfinished frame');
    texts.push(stream.toString('utf8', at, at + length));
    at += length;
  }
  return texts;
}
