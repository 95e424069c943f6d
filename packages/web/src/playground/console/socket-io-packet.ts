import { parseJson, textProperty } from '../../lib/json.ts';
import type { Description } from './frame.ts';

/** A Socket.IO packet inside an Engine.IO one, as text: what its parts are. */
export interface Packet {
  /** `event`, `ack`, `connect` …: what kind of packet, or for an event its name. */
  readonly type: string;
  /** The event's or acknowledgement's arguments, else the packet's payload; `undefined`: none. */
  readonly payload: unknown;
  /** The acknowledgement's number, which an event asks for and an ack answers. */
  readonly ackId: number | null;
  readonly isEvent: boolean;
}

/** By the digit of the Engine.IO packet; messages are named by the Socket.IO packet in them. */
const ENGINE = ['engine open', 'engine close', 'ping', 'pong', 'text', 'upgrade', 'noop'];
const PACKETS = ['connect', 'disconnect', 'event', 'ack', 'connect_error'];
const FORM = /^4([0-4])(?:\/[^,]*,)?(\d*)(.*)$/s;

/** Reads the text of an Engine.IO packet, its type digit in front. */
export function readPacket(text: string): Packet {
  const parts = FORM.exec(text);
  if (parts === null) {
    const type = ENGINE[Number(text[0])] ?? 'text';
    return { type, payload: parseJson(text.slice(1)), ackId: null, isEvent: false };
  }
  const [, digit = '', id = '', rest = ''] = parts;
  const payload = rest === '' ? undefined : parseJson(rest);
  const ackId = id === '' ? null : Number(id);
  if (digit !== '2' || !Array.isArray(payload)) {
    const isAck = digit === '3' && Array.isArray(payload);
    const shown: unknown = isAck ? single(payload) : payload;
    return { type: PACKETS[Number(digit)] ?? 'text', payload: shown, ackId, isEvent: false };
  }
  const [name, ...args]: unknown[] = payload;
  return { type: String(name), payload: single(args), ackId, isEvent: true };
}

/** Its chip, and whether it is an error. */
export function describePacket(text: string): Description {
  const { type, payload, isEvent } = readPacket(text);
  const isError =
    type === 'connect_error' ||
    (isEvent && type === 'error') ||
    (isEvent && type === 'system' && textProperty(payload, 'type') === 'error') ||
    (type === 'ack' && isErrorAck(payload));
  return { type, isError };
}

function isErrorAck(payload: unknown): boolean {
  if (typeof payload !== 'object' || payload === null) return false;
  return Reflect.get(payload, 'ok') === false || typeof Reflect.get(payload, 'error') === 'string';
}

/** One argument is shown as itself. */
function single(args: readonly unknown[]): unknown {
  return args.length === 1 ? args[0] : args;
}
