import type { EventClient } from '../../../testing/event-client.ts';
import type { WireMessage } from '../schema.ts';

/** What a client that follows the document holds: its conversations, and the list of them that the personal channel feeds. */
export class ChatState {
  readonly conversations = new Map<string, WireMessage[]>();
  readonly lastMessages = new Map<string, string>();

  constructor(client: EventClient) {
    const { socket } = client;
    socket.on(
      'message_history',
      ({ roomId, messages }: { roomId: string; messages: WireMessage[] }) => {
        this.conversations.set(roomId, [...messages]);
      },
    );
    socket.on('new_message', (message: WireMessage) => {
      this.conversations.get(message.room_id)?.push(message);
    });
    socket.on(
      'chat_list_update',
      ({ room_id, last_message }: { room_id: string; last_message: string }) => {
        this.lastMessages.set(room_id, last_message);
      },
    );
  }
}
