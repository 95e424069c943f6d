import type { CoreEvent, Message } from '@koine/contract';
import {
  type Ack,
  type BroadcastTarget,
  type EventProtocol,
  type FrameProtocol,
  type Handshake,
  type ProtocolName,
  type Publisher,
  type RightsChange,
  roomTopic,
} from '../protocol.ts';
import type { Session } from '../session.ts';

/** The room that tests meet in. */
export const ROOM = 'room-1';

/** A message as a test's client sees it. */
export interface WireMessage {
  readonly seq: number;
  readonly changeSeq: number;
  readonly content: string;
  readonly isDeleted: boolean;
}

export function wireOf({ seq, changeSeq, content, deletedAt }: Message): WireMessage {
  return { seq, changeSeq, content, isDeleted: deletedAt !== null };
}

/** Says every event of a room to those who listen, a typing event to all but the one who types. */
export function encodeForTest(
  event: CoreEvent,
  publisher: Publisher,
  frame: (name: string, payload: object) => string,
): void {
  if (!('roomId' in event)) return;
  for (const variant of ['plain', 'change'] as const) {
    const target = publisher.audience(roomTopic(event.roomId), variant);
    if (target !== undefined) sendForTest(event, target, frame);
  }
}

function sendForTest(
  event: CoreEvent,
  target: BroadcastTarget,
  frame: (name: string, payload: object) => string,
): void {
  switch (event.type) {
    case 'messageCreated':
    case 'messageUpdated':
    case 'messageDeleted':
    case 'reactionChanged':
      target.send(frame(event.type, wireOf(event.message)));
      break;
    case 'roomPurged':
      target.send(frame(event.type, { purgedSeq: event.purgedSeq }));
      break;
    case 'typingChanged':
      target.send(frame('typing', { id: event.user.id }), event.user);
      break;
    case 'userJoined':
    case 'userLeft':
      target.send(frame(event.type, { id: event.user.id, onlineCount: event.onlineCount }));
      break;
    default:
      break;
  }
}

export interface FrameHooks {
  open?(session: Session, handshake: Handshake): void;
  receive?(session: Session, text: string): void | Promise<void>;
  receiveBinary?(session: Session): void;
  closed?(session: Session): void;
  rightsChanged?(session: Session, change: RightsChange): void;
}

/** A protocol of plain frames, at `/test/…`. */
export function createTestFrames(hooks: FrameHooks, name: ProtocolName = 'lobby'): FrameProtocol {
  return {
    name,
    framing: 'websocket',
    accepts: (path) => path.startsWith('/test/'),
    open(session, handshake) {
      hooks.open?.(session, handshake);
      return {
        receive: (text) => hooks.receive?.(session, text),
        receiveBinary: () => hooks.receiveBinary?.(session),
        frameTooLarge: () => {},
        rightsChanged: (change) => hooks.rightsChanged?.(session, change),
        closed: () => hooks.closed?.(session),
      };
    },
    encode(event, publisher) {
      encodeForTest(event, publisher, (kind, payload) => JSON.stringify({ kind, ...payload }));
    },
  };
}

export interface EventHooks {
  open?(session: Session, handshake: Handshake, auth: unknown): void | Promise<void>;
  receive?(
    session: Session,
    name: string,
    args: readonly unknown[],
    ack: Ack | undefined,
  ): void | Promise<void>;
  closed?(session: Session): void;
}

/** A protocol of Socket.IO events. */
export function createTestEvents(
  events: readonly string[],
  hooks: EventHooks,
  name: ProtocolName = 'direct',
): EventProtocol {
  return {
    name,
    framing: 'socket.io',
    events: new Set(events),
    headersRead: [],
    async open(session, handshake, auth) {
      await hooks.open?.(session, handshake, auth);
      return {
        receive: (event, args, ack) => hooks.receive?.(session, event, args, ack),
        frameTooLarge: () => session.send(eventText('error', 'too large')),
        rightsChanged: () => {},
        closed: () => hooks.closed?.(session),
      };
    },
    encode: (event, publisher) => encodeForTest(event, publisher, eventText),
  };
}

/** As Socket.IO has it. */
export const eventText = (name: string, payload: unknown): string =>
  `2[${JSON.stringify(name)},${JSON.stringify(payload)}]`;
