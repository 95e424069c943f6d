import { plainActor } from '../../../core/actor.ts';
import { EventClient } from '../../../testing/event-client.ts';
import type { TestServer } from '../../../testing/test-server.ts';

/** A time as this protocol writes it. */
export const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
/** UUIDv7. */
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

let pairs = 0;

/** Two user ids that no other test uses, in string order. */
export function pair(): [string, string] {
  pairs++;
  return [`user-a-${pairs}`, `user-b-${pairs}`];
}

/** A client in its conversation, history read. */
export async function joined(server: TestServer, userId: string, targetUserId: string) {
  const client = await EventClient.open(server.url);
  client.emit('join_chat', { userId, targetUserId });
  const { roomId }: { roomId: string } = await client.next('room_joined');
  await client.next('message_history');
  return { client, roomId };
}

/** Sends `m1` to `m{count}` and waits until they have come. */
export async function sendMany(
  client: EventClient,
  roomId: string,
  senderId: string,
  count: number,
) {
  for (let i = 1; i <= count; i++) client.emit('send_message', { roomId, senderId, body: `m${i}` });
  for (let i = 1; i <= count; i++) await client.next('new_message');
}

/** `m{from}` to `m{to}` */
export function numbered(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, i) => `m${from + i}`);
}

export function bodiesOf(messages: readonly { readonly body: string }[]): string[] {
  return messages.map(({ body }) => body);
}

/** This protocol has no word for it, the core has. */
export async function deleteMessage(
  server: TestServer,
  userId: string,
  roomId: string,
  messageId: string,
): Promise<void> {
  const user = {
    id: userId,
    appId: 'default',
    name: userId,
    avatarUrl: null,
    kind: 'external',
  } as const;
  await server.core.messages.delete(plainActor(user, ''), roomId, messageId);
}
