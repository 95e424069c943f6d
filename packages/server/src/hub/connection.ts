/**
 * What a transport must offer the hub: one client's underlying connection. A transport knows frames and sockets, nothing of chat.
 * It never notifies the hub of a connection's end from within one of these calls, always later.
 */

/** Texts for many connections: a run of texts that may grow. */
export interface Batch {
  readonly texts: readonly string[];
  readonly whole: { readonly texts: readonly string[]; framed: FramedTexts | null };
  readonly from: number;
  readonly to: number;
}

/** What a transport makes of texts, once for all its connections, and keeps with them. */
export interface FramedTexts {
  bytes(prefix: string, from: number, to: number): Uint8Array;
}

export interface Connection {
  /** Unique in this process. */
  readonly id: string;
  /** The client's address, after trusted proxies. */
  readonly ip: string;
  /** What has been written and not been taken by the network yet. */
  readonly bufferedBytes: number;
  /** One text frame to this client only. Keeps its place among the batches; leaves at the end of the tick at the latest. */
  send(text: string): void;
  /** Frames that many get. Cuts the connection off (1013) instead when its reader is more than the outbox limit behind. */
  write(batch: Batch): void;
  /** Resolves when nearly all that was sent has left (at once if so already), or when the connection has closed. */
  drained(): Promise<void>;
  /**
   * What was sent before still leaves, nothing after. Socket.IO has no codes: it disconnects, for 1001, 1011, 1012 and 1013 by
   * closing the transport, after which stock clients reconnect by themselves, else by a DISCONNECT packet, after which they
   * do not.
   */
  close(code: number, reason: string): void;
  /** The client's address owes for work that no budget pays for; beyond what is free, reading from the client is throttled. */
  chargeAddress(cost: number): void;
  /** Pings the client at once. */
  ping(): void;
  /** Whether it has sent anything since it was last pinged. */
  readonly hasAnswered: boolean;
  /** Stops and restarts reading from the client; frames that were read already may still come. */
  pause(): void;
  resume(): void;
}
