import { randomBytes } from 'node:crypto';
import { Decoder, type Packet, PacketType } from 'socket.io-parser';

/** Packets of the default namespace in the text form of the Socket.IO protocol, version 5. */
export const DISCONNECT_TEXT = `${PacketType.DISCONNECT}`;

export function connectText(sid: string): string {
  return `${PacketType.CONNECT}${JSON.stringify({ sid })}`;
}

export function connectErrorText(namespace: string, message: string): string {
  const scope = namespace === '/' ? '' : `${namespace},`;
  return `${PacketType.CONNECT_ERROR}${scope}${JSON.stringify({ message })}`;
}

export function ackText(id: number, args: readonly unknown[]): string {
  return `${PacketType.ACK}${id}${JSON.stringify(args)}`;
}

/** A packet from the wire, and how many binary attachments follow it, which are not read. */
export interface Received {
  readonly packet: Packet;
  readonly attachments: number;
}

/** As many as the stock parser allows. */
const ATTACHMENTS_MAX = 10;

/** Without attachments it keeps nothing between packets, so one serves every connection. */
const decoder = new Decoder();
let decoded: Packet | null = null;
decoder.on('decoded', (packet: Packet) => {
  decoded = packet;
});

/**
 * Decodes with the stock parser. No protocol here has binary data: an event with attachments is taken as a plain one whose
 * placeholders stand where the data was, so that the protocol refuses it in its own words. Throws on a malformed packet.
 */
export function readPacket(text: string): Received {
  const binary = /^([56])(\d{1,2})-/.exec(text);
  const attachments = Number(binary?.[2] ?? 0);
  if (binary !== null && (attachments < 1 || attachments > ATTACHMENTS_MAX)) {
    throw new Error('illegal attachments');
  }
  if (binary === null && /^[56]/.test(text)) throw new Error('illegal attachments');
  decoded = null;
  decoder.add(binary === null ? text : plainType(binary[1]) + text.slice(binary[0].length));
  const packet: Packet | null = decoded;
  if (packet === null) throw new Error('no packet');
  return { packet, attachments };
}

function plainType(binaryType: string | undefined): string {
  return `${binaryType === `${PacketType.BINARY_EVENT}` ? PacketType.EVENT : PacketType.ACK}`;
}

/** Bits enough that none is guessed, nor meets one of an earlier start. */
const SID_BYTES = 15;

/** A `sid` of Engine.IO or Socket.IO: 20 URL-safe characters. */
export function randomSid(): string {
  return randomBytes(SID_BYTES).toString('base64url');
}
