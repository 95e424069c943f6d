import type { ProtocolName } from './protocol.ts';

/** What the hub counts. Called on hot paths: must be cheap and must not throw. */
export interface HubMetrics {
  /** A Socket.IO connection counts once for each of its protocols. */
  connectionOpened(protocol: ProtocolName): void;
  /** `code`: the WebSocket close code, 1006 without one. */
  connectionClosed(protocol: ProtocolName, code: number): void;
  frameReceived(protocol: ProtocolName): void;
  /** Frames handed to connections by fan-out: called once for each audience and turn. */
  framesSent(protocol: ProtocolName, count: number): void;
  /** A client was cut off because it was too far behind. */
  slowReaderCutOff(protocol: ProtocolName): void;
}

export const noMetrics: HubMetrics = {
  connectionOpened() {},
  connectionClosed() {},
  frameReceived() {},
  framesSent() {},
  slowReaderCutOff() {},
};
