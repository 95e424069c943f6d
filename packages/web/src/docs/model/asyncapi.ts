import type { Schema } from './schema.ts';

interface Message {
  readonly name: string;
  readonly summary: string;
  readonly payload: Schema;
  readonly examples: readonly { readonly payload: unknown }[];
}

interface ChannelObject {
  readonly address: string;
  readonly title: string;
  readonly description: string;
  readonly parameters?: Readonly<Record<string, { readonly description: string }>>;
  readonly bindings: { readonly ws: { readonly query?: Schema } };
  readonly 'x-transport': 'websocket' | 'socket.io';
  readonly 'x-auth'?: Schema;
  readonly 'x-closes': readonly {
    readonly code: number;
    readonly reason: string;
    readonly description: string;
  }[];
  readonly 'x-errors': readonly { readonly code?: string; readonly text: string }[];
}

interface Operation {
  /** As the server sees it. */
  readonly action: 'send' | 'receive';
  readonly channel: ChannelObject;
  readonly messages: readonly Message[];
  readonly reply?: { readonly messages: readonly Message[] };
}

/** References followed. */
export interface AsyncApiDocument {
  readonly channels: Readonly<Record<string, ChannelObject>>;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** What a client does with a frame. */
export type Direction = 'send' | 'receive';

/** One kind of frame or event. */
export interface Frame extends Message {
  readonly direction: Direction;
  /** What a callback is called with. */
  readonly reply: Message | null;
}

/** One protocol's sockets. */
export interface Channel extends ChannelObject {
  readonly name: string;
  readonly isSocketIo: boolean;
  readonly frames: readonly Frame[];
}

export function channelsOf({ channels, operations }: AsyncApiDocument): readonly Channel[] {
  return Object.entries(channels).map(([name, channel]) => ({
    ...channel,
    name,
    isSocketIo: channel['x-transport'] === 'socket.io',
    frames: Object.values(operations)
      .filter((operation) => operation.channel === channel)
      .flatMap(framesOf),
  }));
}

function framesOf({ action, messages, reply }: Operation): readonly Frame[] {
  const direction = action === 'receive' ? 'send' : 'receive';
  const [callback = null] = reply?.messages ?? [];
  return messages.slice(0, 1).map((message) => ({ ...message, direction, reply: callback }));
}
