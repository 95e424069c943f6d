import type { ProtocolName } from './protocol.ts';

/** What the hub counts. Called on hot paths: must be cheap and must not throw. */
export interface HubMetrics {
  /** A Socket.IO connection counts once for each of its protocols. */
  connectionOpened(protocol: ProtocolName): void;
  /** `code`: the WebSocket close code, 1006 without one. */
  connectionClosed(protocol: ProtocolName, code: number): void;
  frameReceived(protocol: ProtocolName): void;
  /** Frames handed to connections by fan-out: called once for each audience and tick. */
  framesSent(protocol: ProtocolName, count: number): void;
  /** A client was cut off because it was too far behind. */
  slowReaderCutOff(protocol: ProtocolName, client: SlowClient): void;
  /** Storage was asked for a room's past, for one client that catches up or for many. */
  historyRead(protocol: ProtocolName): void;
}

/** A client that does not read as fast as it is written to. */
export interface SlowClient {
  readonly sessionId: string;
  readonly protocol: ProtocolName;
  readonly ip: string;
  /** `null`: it has no user yet. */
  readonly user: { readonly appId: string; readonly id: string; readonly name: string } | null;
  /** Ids of the rooms that it listens to. */
  readonly roomIds: readonly string[];
  readonly bufferedBytes: number;
}
