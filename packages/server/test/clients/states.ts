/** What a client of each protocol holds of a room, made from nothing but what the server has sent it. */
import type { CommunityEvent, CommunityMessage } from './community-client.ts';
import type { PlatformFrame } from './platform-client.ts';
import type { WallFrame, WallMessage } from './reactions-client.ts';

type Reactions = Readonly<Record<string, readonly string[]>>;

export interface PlatformState {
  readonly sender: string;
  content: string;
  isEdited: boolean;
  reactions: Reactions;
}

export function platformState(frames: readonly PlatformFrame[]): Map<string, PlatformState> {
  const room = new Map<string, PlatformState>();
  for (const frame of frames) {
    switch (frame.type) {
      case 'message': {
        const { id, sender_id: sender, content } = frame.data;
        room.set(id, { sender, content, isEdited: false, reactions: {} });
        break;
      }
      case 'message_updated': {
        const known = room.get(frame.data.id);
        if (known !== undefined)
          Object.assign(known, { content: frame.data.content, isEdited: true });
        break;
      }
      case 'reaction_updated': {
        const known = room.get(frame.data.id);
        if (known !== undefined) known.reactions = frame.data.reactions;
        break;
      }
      case 'message_deleted':
        room.delete(frame.data.id);
        break;
      case 'room_purged':
        room.clear();
    }
  }
  return room;
}

export function communityState(events: readonly CommunityEvent[]): Map<number, CommunityMessage> {
  const room = new Map<number, CommunityMessage>();
  for (const { event, data } of events) {
    switch (event) {
      case 'room_messages':
        for (const message of data.messages) room.set(message.id, message);
        break;
      case 'message':
      case 'message_updated': {
        const { change: _, ...message } = data;
        room.set(message.id, message);
        break;
      }
      case 'message_deleted': {
        const known = room.get(data.ids);
        if (known === undefined) break;
        const { reactions: _, meta: __, ...bare } = known;
        room.set(data.ids, { ...bare, message: '', deleted: true });
        break;
      }
      case 'reaction_updated': {
        const known = room.get(data.id);
        if (known === undefined) break;
        const { reactions: _, ...bare } = known;
        const hasAny = Object.keys(data.reactions).length > 0;
        room.set(data.id, hasAny ? { ...known, reactions: data.reactions } : bare);
        break;
      }
      case 'room_purged':
        room.clear();
    }
  }
  return room;
}

export function wallState(frames: readonly WallFrame[]): Map<string, WallMessage> {
  const wall = new Map<string, WallMessage>();
  for (const frame of frames) {
    if (frame.type === 'message') wall.set(frame.data.id, frame.data);
    if (frame.type === 'reaction_updated') wall.set(frame.data.message_id, frame.data.message);
  }
  return wall;
}
