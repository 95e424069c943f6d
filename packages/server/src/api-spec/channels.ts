/** What the API spec of sockets is made of: each protocol says of itself what goes over its wire, both ways. */
import Type, { type Static, type TSchema } from 'typebox';
import type { SOCKET_SCHEMES } from './security.ts';

/** One kind of frame or event. */
export interface FrameSpec {
  /** What the schema validates: the whole frame, or an event's first argument. */
  readonly payload: TSchema;
  /** What it means and when it comes. */
  readonly about: string;
  readonly examples: readonly unknown[];
  /** What the client's callback is called with: when it was done, and when not. */
  readonly answer?: { readonly payload: TSchema; readonly examples: readonly unknown[] };
}

export interface CloseSpec {
  readonly code: number;
  /** As it stands in the close frame. */
  readonly reason: string;
  readonly about: string;
}

/** Words that a client reads when something is refused. */
export interface ErrorSpec {
  /** The protocol's own word for it, where it has codes. */
  readonly code?: string;
  readonly text: string;
}

/** A part of the URL that varies. */
export interface PathParameter {
  readonly about: string;
  readonly example: string;
}

export type SocketCredential = keyof typeof SOCKET_SCHEMES;

export interface ChannelSpec {
  readonly name: string;
  readonly title: string;
  /** Markdown. */
  readonly about: string;
  readonly transport: 'websocket' | 'socket.io';
  /** Path of the URL, with `{name}` for what varies. */
  readonly address: string;
  readonly path: Readonly<Record<string, PathParameter>>;
  /** The query of the URL. */
  readonly query: TSchema | null;
  /** How a client may show who it is when it connects; none: it need not, or says so later. */
  readonly credentials: readonly SocketCredential[];
  /** What a Socket.IO client passes as `auth`. */
  readonly auth: TSchema | null;
  /** By the word that stands as `type` in a frame, or by event name. */
  readonly fromClients: Readonly<Record<string, FrameSpec>>;
  readonly toClients: Readonly<Record<string, FrameSpec>>;
  readonly closes: readonly CloseSpec[];
  readonly errors: readonly ErrorSpec[];
  /** Shapes that stand in more than one frame, by the name under which the API spec has them. */
  readonly schemas: Readonly<Record<string, TSchema>>;
}

/** All protocols of Socket.IO share one connection, on which each has events of its own. */
export const SOCKET_IO_CHANNEL = {
  transport: 'socket.io',
  address: '/socket.io/',
  path: {},
  query: null,
  credentials: [],
  closes: [],
} as const satisfies Partial<ChannelSpec>;

/** By the names of the schemas that they are examples of. */
export type Examples<Schemas extends Record<string, TSchema>> = {
  readonly [Name in keyof Schemas]: readonly Static<Schemas[Name]>[];
};

type ByName<Name extends string, T> = Readonly<Record<Name, T>>;

/** What callbacks are called with. */
interface Callbacks<Name extends string> {
  readonly done: ByName<Name, TSchema>;
  readonly refused: TSchema;
  readonly examples: ByName<Name, readonly unknown[]>;
  readonly refusedExamples: readonly unknown[];
}

/** What stands beside each schema of a table. A name that is missing anywhere does not compile. */
export function describeFrames<Name extends string>(
  schemas: ByName<Name, TSchema>,
  about: ByName<NoInfer<Name>, string>,
  examples: ByName<NoInfer<Name>, readonly unknown[]>,
  callbacks: Callbacks<NoInfer<Name>> | null = null,
): Record<string, FrameSpec> {
  const frames: Record<string, FrameSpec> = {};
  for (const name in schemas)
    frames[name] = {
      payload: schemas[name],
      about: about[name],
      examples: examples[name],
      ...(callbacks !== null && { answer: answerOf(name, callbacks) }),
    };
  return frames;
}

function answerOf<Name extends string>(name: Name, callbacks: Callbacks<Name>) {
  const { done, refused, examples, refusedExamples } = callbacks;
  return {
    payload: Type.Union([...branchesOf(done[name]), refused]),
    examples: [...examples[name], ...refusedExamples],
  };
}

function branchesOf(schema: TSchema): readonly TSchema[] {
  return Type.IsUnion(schema) ? schema.anyOf : [schema];
}
