import { type Schema, type SharedSchemas, sharedName } from './schema.ts';

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
  readonly parameters?: Readonly<
    Record<string, { readonly description: string; readonly examples: readonly string[] }>
  >;
  readonly messages: Readonly<Record<string, Message>>;
  readonly bindings: { readonly ws: { readonly query?: Schema } };
  readonly 'x-transport': 'websocket' | 'socket.io';
  readonly 'x-auth'?: Schema;
  readonly 'x-auth-example'?: unknown;
  readonly 'x-closes': readonly {
    readonly code: number;
    readonly reason: string;
    readonly description: string;
  }[];
  readonly 'x-errors': readonly { readonly code?: string; readonly text: string }[];
}

interface Reference {
  readonly $ref: string;
}

interface Operation {
  readonly action: 'send' | 'receive';
  readonly channel: Reference;
  readonly messages: readonly Reference[];
  readonly reply?: { readonly messages: readonly Reference[] };
}

export interface AsyncApiDocument {
  readonly channels: Readonly<Record<string, ChannelObject>>;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly components: { readonly schemas: SharedSchemas };
}

/** One kind of frame or event. */
export interface Frame {
  readonly type: string;
  readonly isFromClient: boolean;
  readonly summary: string;
  readonly payload: Schema;
  readonly examples: readonly unknown[];
  /** What a callback is called with. */
  readonly reply: { readonly payload: Schema; readonly examples: readonly unknown[] } | null;
}

/** One protocol's sockets. */
export interface Channel {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly isSocketIo: boolean;
  readonly address: string;
  readonly path: readonly {
    readonly name: string;
    readonly about: string;
    readonly example: string;
  }[];
  readonly query: Schema | null;
  readonly auth: Schema | null;
  readonly authExample: unknown;
  readonly frames: readonly Frame[];
  readonly closes: ChannelObject['x-closes'];
  readonly errors: ChannelObject['x-errors'];
}

export function channelsOf({ channels, operations }: AsyncApiDocument): readonly Channel[] {
  return Object.entries(channels).map(([name, channel]) => {
    const query = channel.bindings.ws.query ?? null;
    return {
      name,
      title: channel.title,
      about: channel.description,
      isSocketIo: channel['x-transport'] === 'socket.io',
      address: channel.address,
      path: Object.entries(channel.parameters ?? {}).map(([key, parameter]) => ({
        name: key,
        about: parameter.description,
        example: parameter.examples[0] ?? '',
      })),
      query,
      auth: channel['x-auth'] ?? null,
      authExample: channel['x-auth-example'] ?? null,
      frames: Object.values(operations)
        .filter((operation) => lastPart(operation.channel) === name)
        .flatMap((operation) => frameOf(operation, channel) ?? []),
      closes: channel['x-closes'],
      errors: channel['x-errors'],
    };
  });
}

function frameOf({ action, messages, reply }: Operation, channel: ChannelObject): Frame | null {
  const [message] = messages.map((reference) => channel.messages[lastPart(reference)]);
  if (message === undefined) return null;
  const [callback] =
    reply?.messages.map((reference) => channel.messages[lastPart(reference)]) ?? [];
  return {
    type: message.name,
    isFromClient: action === 'receive',
    summary: message.summary,
    payload: message.payload,
    examples: examplesOf(message),
    reply:
      callback === undefined ? null : { payload: callback.payload, examples: examplesOf(callback) },
  };
}

function examplesOf({ examples }: Message): readonly unknown[] {
  return examples.map(({ payload }) => payload);
}

function lastPart(reference: Reference): string {
  return sharedName(reference) ?? '';
}
