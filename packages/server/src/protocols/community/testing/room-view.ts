import type { EventClient } from '../../../testing/event-client.ts';
import type { MessageShape, RoomShape, UserShape } from '../schema.ts';

/**
 * What a client that follows the document holds of its room. Only what it is sent changes it: `user_updated` is applied to
 * everyone of that uid, in the list and beside messages.
 */
export class RoomView {
  room: RoomShape | null = null;
  me: UserShape | null = null;
  users: UserShape[] = [];
  messages: MessageShape[] = [];
  /** The newest change number. */
  change = 0;

  constructor({ socket }: EventClient) {
    socket.onAny((_name, payload) => {
      if (typeof payload?.change === 'number') this.change = payload.change;
    });
    socket.on('room_updated', ({ room }) => {
      this.room = room;
    });
    socket.on('auth_updated', ({ user }) => {
      this.me = user;
    });
    socket.on('room_users', ({ users }) => {
      this.users = users;
    });
    socket.on('user_updated', ({ user }) => this.#show(user));
    socket.on('room_messages', ({ messages }) => {
      this.messages = messages;
    });
    socket.on('message', ({ change: _, ...message }) => this.messages.push(message));
    socket.on('message_deleted', ({ ids }) =>
      this.#change(ids, ({ reactions: _, meta: __, ...message }) => ({
        ...message,
        message: '',
        deleted: true,
      })),
    );
    socket.on('message_updated', ({ change: _, ...changed }) =>
      this.#change(changed.id, () => changed),
    );
    socket.on('reaction_updated', ({ id, reactions }) =>
      this.#change(id, ({ reactions: _, ...message }) =>
        Object.keys(reactions).length === 0 ? message : { ...message, reactions },
      ),
    );
    socket.on('room_purged', () => {
      this.messages = [];
    });
  }

  /** What a client that joins now is to see, in any order of users; `newest` messages. */
  picture(newest: number) {
    const byUid = [...this.users].sort((a, b) => (a.uid < b.uid ? -1 : 1));
    const byId = [...this.messages].sort((a, b) => a.id - b.id);
    return { room: this.room, me: this.me, users: byUid, messages: byId.slice(-newest) };
  }

  #show(user: UserShape): void {
    this.users = this.users.map((known) => (known.uid === user.uid ? user : known));
    this.messages = this.messages.map((message) =>
      message.user.uid === user.uid ? { ...message, user } : message,
    );
  }

  #change(id: number, change: (message: MessageShape) => MessageShape): void {
    this.messages = this.messages.map((message) => (message.id === id ? change(message) : message));
  }
}
