/** What the suites over all protocols ask of one protocol; how its frames look stands in its driver. */
import type { Message, Room } from '@koine/contract';
import type { TestServer } from '../../src/testing/test-server.ts';
import type { ChatClient } from '../clients/chat-client.ts';
import type { Mailbox } from '../clients/mailbox.ts';
import { CommunityApi, PlatformApi } from '../clients/rest.ts';

/** A message, user or room as clients see it. */
export type Shown = Readonly<Record<string, unknown>>;

/** What a client holds of a room, made from nothing but what the server has sent it. */
export interface State {
  /** By the protocol's id, in the order in which they were shown. */
  readonly messages: Map<string, Shown>;
  /** Members or users that are online, by id. */
  readonly users: Map<string, Shown>;
  readonly typing: Set<string>;
  /** What else the protocol tells of the room. */
  readonly facts: Record<string, unknown>;
}

/** One frame or event, in words that all protocols share. */
export interface Notice {
  readonly kind:
    | ('welcome' | 'resumed' | 'resync' | 'other')
    | ('message' | 'revision' | 'deletion' | 'purge');
  /** As it came. */
  readonly frame: object;
  readonly epoch?: unknown;
  readonly change?: unknown;
  readonly from?: unknown;
  readonly to?: unknown;
}

/** What a driver makes of a frame: its kind, and what it changes in the client's state. */
export type Reading = readonly [kind: Notice['kind'], apply?: (state: State) => void];

/** A client that only reads. */
export interface Follower extends AsyncDisposable {
  readonly client: ChatClient;
  /** Everything it was sent. */
  readonly notices: readonly Notice[];
  /** The next notice of that kind; what stands before it is skipped. */
  next(kind: Notice['kind']): Promise<Notice>;
  /** Brings a state up to what this client was sent, or to its first notices. */
  apply(state: State, count?: number): void;
}

/** A room of one run. */
export interface TestedRoom {
  readonly room: Room;
  /** Of the community's account that owns the room, or reads it. */
  readonly token: string;
}

/** One command of a protocol's own. */
export interface Step {
  /** Which command, and by whom. */
  readonly by: number;
  /** Any number, to choose by. */
  readonly pick: number;
  /** A message of the room; none in an empty one. */
  readonly target: Message | undefined;
  readonly text: string;
}

/** The clients that give a protocol's own commands in one run. */
export interface Crew extends AsyncDisposable {
  /** How many of them are connected. */
  readonly connected: number;
  /** Resolves when it is done or rejected; whether it is allowed is not the point. */
  run(step: Step): Promise<unknown>;
}

type MakeRoom = (server: TestServer) => Promise<TestedRoom>;

export interface Driver {
  /** A new room for each kind in which clients of this protocol may be. */
  readonly rooms: readonly [MakeRoom, ...MakeRoom[]];
  /** Connects and asks for the room. `since`: `null` as a plain client, `now`, a change number or a position. */
  open(server: TestServer, room: TestedRoom, since: string | null, name: string): Promise<Follower>;
  /** What says to a client that asks for numbers that it is in; a plain client gets none if that is `resumed`. */
  readonly greeting: 'welcome' | 'resumed';
  /** A client that may write in the room and is sure to receive what comes. */
  enter(server: TestServer, room: TestedRoom, name: string): Promise<ChatClient>;
  /**
   * What comes to a client that has missed the first message's edit (4), the second's deletion (5), a fourth message (6), a
   * reaction to the third (7), the fourth's edit (8), and a fifth message (9) that is deleted (10): kinds and change numbers.
   */
  readonly missed: readonly (readonly [kind: Notice['kind'], change: number])[];
  /** Values of `since` that are an error. */
  readonly invalidSince: readonly unknown[];
  /** Connects though it is to be rejected; the reason. `since` as it is sent; default: from the room's first change. */
  rejection(server: TestServer, room: TestedRoom, since?: unknown): Promise<string>;
  /** A ban that meets this protocol's clients, and its words. */
  readonly ban: { target(room: TestedRoom): `user:${string}` | `ip:${string}`; words: RegExp };
  readonly crew: (server: TestServer, room: TestedRoom) => Crew;
  /** With which `since` a newcomer is shown the most. */
  readonly anew: '0' | null;
  /** The room read anew: all messages by whatever calls the protocol has, the rest as the client shows it that has just come. */
  stored(server: TestServer, room: TestedRoom, fresh: State): Promise<State>;
  /** Asks for what has no frame of its own; these facts are right after that only. */
  readonly onRequest?: {
    readonly facts: readonly string[];
    ask(client: ChatClient): Promise<unknown>;
  };
  /** Takes out of a state what a client cannot know that was away, or has come late. */
  afterAbsence(state: State): void;
  /** The field with a message's text. */
  readonly text: string;
  /** Whether the protocol has a word for it. */
  readonly shows: { readonly edits: boolean; readonly deletions: boolean };
}

export function emptyState(): State {
  return { messages: new Map(), users: new Map(), typing: new Set(), facts: {} };
}

/** The state of a client that has had these connections, one after the other. */
export function stateOf(...connections: readonly Follower[]): State {
  const state = emptyState();
  for (const connection of connections) {
    // Who types now is sent on arrival.
    state.typing.clear();
    connection.apply(state);
  }
  return state;
}

export function followerOf<Frame extends object>(
  client: ChatClient,
  frames: Mailbox<Frame>,
  read: (frame: Frame) => Reading,
): Follower {
  const noticeOf = (frame: Frame): Notice => {
    const data = 'data' in frame && typeof frame.data === 'object' ? frame.data : {};
    const { epoch, change, from, to }: Partial<Notice> = { ...data, ...frame };
    return { kind: read(frame)[0], frame, epoch, change, from, to };
  };
  return {
    client,
    get notices() {
      return frames.all.map(noticeOf);
    },
    async next(kind) {
      return noticeOf(await frames.next((frame) => read(frame)[0] === kind));
    },
    apply(state, count = frames.all.length) {
      for (const frame of frames.all.slice(0, count)) read(frame)[1]?.(state);
    },
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  };
}

/** Changes a message that the client holds. */
export function revise(id: string, change: (message: Shown) => Shown): (state: State) => void {
  return ({ messages }) => {
    const known = messages.get(id);
    if (known !== undefined) messages.set(id, change(known));
  };
}

/** A room of the sandbox's app that four protocols may enter. */
export async function bridgedRoom({ url, core }: TestServer): Promise<TestedRoom> {
  const { uid } = await new PlatformApi(url).makeRoom({ name: 'Bridged', bridged: true });
  const { token } = await new CommunityApi(url).guest();
  return { room: await core.rooms.findPublic(uid), token };
}

/** What a Socket.IO client connects with: a position by room, or nothing to resume from. */
export function sinceIn(room: string, since: string | null) {
  if (since === null) return {};
  if (since === 'now') return { since: {} };
  return { since: { [room]: /^\d+$/.test(since) ? Number(since) : since } };
}

/** What a Socket.IO client must not connect with. */
export const INVALID_SINCE: readonly unknown[] = [
  ...[7, 'x', [], [1], { room: -1 }, { room: 1.5 }, { room: '1' }, { room: null }],
];
