/** What a client of one server sends, and how it recognizes what it receives: data, so that the load generator need not think. */
export interface Dialect {
  /** Where the client of this number connects: a path with its query. */
  path(client: number): string;
  /** What to send when a frame begins like this: how Socket.IO and signing in go. */
  readonly steps: readonly Step[];
  /** How the frame begins that confirms the join; `null`: the handshake does. */
  readonly readyMark: string | null;
  /** What distinguishes a chat message from other frames: this byte of its text. */
  readonly messageMark: { readonly at: number; readonly byte: number };
  /** The frame by which the client of this number sends a text. */
  wrap(text: string, client: number): string;
}

interface Step {
  readonly after: string;
  send(client: number, frame: string): readonly string[];
}

/** The mark of frames that begin with this and go on differently. */
export function markBehind(beginning: string, char: string): Dialect['messageMark'] {
  return { at: beginning.length, byte: char.charCodeAt(0) };
}

/** A client's number as a name whose length is always the same. */
export function clientName(client: number): string {
  return `c${String(client).padStart(6, '0')}`;
}
