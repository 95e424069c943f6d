import { COSTS } from '../core/address-throttle.ts';
import type { Connection } from '../hub/connection.ts';
import type { FrameClient } from '../hub/hub.ts';
import type { Handshake } from '../hub/protocol.ts';
import { randomSid } from './socket-io-packets.ts';
import { frameText } from './text-frame.ts';
import { WebSocketConnection } from './websocket-connection.ts';

/** Engine.IO's packet types, each the first character of a packet. */
export const TYPE = {
  open: '0',
  close: '1',
  ping: '2',
  pong: '3',
  message: '4',
  upgrade: '5',
  noop: '6',
};
/** Before binary data that comes as a text. */
const BASE64 = 'b';
const PING = frameText(TYPE.ping);

/** Whether a client comes by WebSocket from the beginning. */
export function isEngineWebSocket({ query }: Handshake): boolean {
  return query.get('transport') === 'websocket' && !namesSession({ query });
}

/** Whether a new client speaks the version of Engine.IO that is spoken here. */
export function isSupportedEngine({ query }: Pick<Handshake, 'query'>): boolean {
  const versions = query.getAll('EIO');
  return versions.length === 1 && versions[0] === '4';
}

/** Whether a request belongs to a client that is there, or claims to. engine.io takes the last `sid`, and an empty one for none. */
export function namesSession({ query }: Pick<Handshake, 'query'>): boolean {
  return (query.getAll('sid').at(-1) ?? '') !== '';
}

/**
 * Engine.IO 4 on a WebSocket from the beginning. There the protocol is a first packet with the times, one character
 * before each text, and pings that are texts; such a client needs none of engine.io's objects, which are larger than all
 * else that it costs. Clients that begin by polling are engine.io's (`EngineConnection`).
 */
export class EngineWebSocketConnection extends WebSocketConnection {
  override begin(open: (connection: Connection) => FrameClient): void {
    const { frameBytesMax, pingIntervalMs } = this.shared.limits;
    const openPacket = {
      sid: randomSid(),
      upgrades: [],
      pingInterval: pingIntervalMs,
      pingTimeout: pingIntervalMs,
      maxPayload: frameBytesMax,
    };
    this.sendFrame(frameText(JSON.stringify(openPacket), TYPE.open));
    super.begin(open);
  }

  override received(data: Buffer, isBinary: boolean): void {
    const isAwaited = this.unansweredPings > 0;
    this.unansweredPings = 0;
    if (isBinary) {
      this.client?.receiveBinary();
      return;
    }
    const type = data.toString('latin1', 0, 1);
    switch (type) {
      case TYPE.message:
        this.client?.receiveText(data.toString('utf8', 1));
        break;
      case BASE64:
        this.client?.receiveBinary();
        break;
      case TYPE.close:
        this.close(1000, 'Bye');
        break;
      case TYPE.open:
      case TYPE.pong:
      case TYPE.upgrade:
      case TYPE.noop:
        if (!isAwaited) this.chargeAddress(COSTS.frame);
        break;
      default:
        // Also a ping: in this version it is for the server to ask.
        this.close(1002, 'Malformed packet');
    }
  }

  protected override get prefix(): string {
    return TYPE.message;
  }

  protected override get pingFrame(): Buffer {
    return PING;
  }
}
