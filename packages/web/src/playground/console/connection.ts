import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Description, Direction } from './frame.ts';
import type { FrameLog } from './frame-log.ts';

/** The state of a console's connection. */
export type ConnectionState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  | { readonly kind: 'closed'; readonly reason: string }
  /** The server would refuse the same connection again. */
  | { readonly kind: 'refused'; readonly reason: string };

/** A frame as the user edits it. */
export interface Draft {
  /** A Socket.IO event's name; `null` where frames are plain texts. */
  readonly event: string | null;
  /** A Socket.IO event's payload as JSON (empty: none); else the frame as it goes out. */
  readonly text: string;
  /** Whether the server is asked to acknowledge a Socket.IO event. */
  readonly wantsAck: boolean;
}

/** One connection of a console. Its frames are in the log. */
export interface Connection {
  readonly state: ReadonlySignal<ConnectionState>;
  /** Begins anew; nothing happens while it is connecting or open. */
  connect(target: Target): void;
  disconnect(): void;
  /** `null`: it was sent; else the error. */
  send(draft: Draft): string | null;
}

/** Where a console connects to. `auth` and `transport` are Socket.IO's. */
export interface Target {
  readonly url: string;
  /** JSON, or empty. */
  readonly auth: string;
  readonly transport: 'websocket' | 'polling';
}

/** A state in words. */
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
export function urlError(url: string, scheme: 'ws' | 'http'): string | null {
  // Browsers accept relative addresses too, which are a mistake here.
  if (!/^(ws|http)s?:\/\//.test(url) || !url.startsWith(scheme) || !URL.canParse(url))
    return `Not ${scheme === 'ws' ? 'a ws:// or wss://' : 'an http:// or https://'} URL: ${url}`;
  const { host } = new URL(url);
  if (host === location.host) return null;
  return `This page connects to its own server only (${location.host}), not to ${host}`;
}

/** What a transport writes to. */
export interface ConnectionOutput {
  readonly state: Signal<ConnectionState>;
  add(direction: Direction, text: string, description: Description): void;
  /** A line of the console itself. */
  note(type: string, text: string, isError?: boolean): void;
}

export interface Transport extends Pick<Connection, 'disconnect' | 'send'> {
  /** `null`: it is connecting; else why it cannot. */
  connect(target: Target): string | null;
}

/** A connection that is idle. */
export function createConnection(
  log: FrameLog,
  createTransport: (output: ConnectionOutput) => Transport,
): Connection {
  const state = signal<ConnectionState>({ kind: 'idle' });
  const add: ConnectionOutput['add'] = (direction, text, description) =>
    log.add({ direction, at: Date.now(), text, ...description });
  const note: ConnectionOutput['note'] = (type, text, isError = false) =>
    add('note', text, { type, isError });
  const transport = createTransport({ state, add, note });
  return {
    ...transport,
    state,
    connect(target) {
      const error = isAtRest(state.value) ? transport.connect(target) : null;
      if (error === null) return;
      state.value = { kind: 'refused', reason: error };
      note('refused', error, true);
    },
  };
}
