import type { ReadonlySignal } from '@preact/signals';

/** How a console's connection stands. */
export type ConnectionState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open'; readonly since: number }
  | { readonly kind: 'closed'; readonly reason: string }
  /** Coming back at once would be refused again. */
  | { readonly kind: 'refused'; readonly reason: string };

/** What a person wants sent. */
export interface Draft {
  /** A Socket.IO event's name; `null` where frames are plain texts. */
  readonly event: string | null;
  /** A Socket.IO event's payload as JSON (empty: none); else the frame as it goes out. */
  readonly text: string;
  /** Whether the server is asked to acknowledge a Socket.IO event. */
  readonly wantsAck: boolean;
}

/** One connection of a console. What goes over it is in the log. */
export interface Connection {
  readonly state: ReadonlySignal<ConnectionState>;
  /** Begins anew; nothing happens while it is connecting or open. */
  connect(target: Target): void;
  disconnect(): void;
  /** `null`: it was sent; else why not. */
  send(draft: Draft): string | null;
}

/** Where to. `auth` and `transport` are Socket.IO's. */
export interface Target {
  readonly url: string;
  /** JSON, or empty. */
  readonly auth: string;
  readonly transport: 'websocket' | 'polling';
}

/** The reason of a state. */
export function stateText(state: ConnectionState): string {
  switch (state.kind) {
    case 'idle':
      return 'Not connected';
    case 'connecting':
      return 'Connecting';
    case 'open':
      return 'Connected';
    default:
      return state.reason;
  }
}

/** Whether it may be connected now. */
export function isAtRest({ kind }: ConnectionState): boolean {
  return kind !== 'connecting' && kind !== 'open';
}

/** Why the page cannot connect there; `null`: it can. The page's policy allows its own server only. */
export function foreignUrlError(url: string): string | null {
  const { host } = new URL(url);
  if (host === location.host) return null;
  return `This page connects to its own server only (${location.host}), not to ${host}`;
}
